package org.facteur.message;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where in a template something is wrong. Pebble keeps lines only; the column is looked for in the source. */
final class Place {

    /** Pebble's {@code Filter [nofilter] does not exist}. */
    private static final Pattern NAMED = Pattern.compile("[\\[\"']([\\w.]+)[]\"']");

    private static final Pattern TAG = Pattern.compile("\\{[{%]");

    private Place() {}

    /**
     * @param source of the file
     * @param line from 1; null where it is not known
     * @param message what is wrong there
     * @return {@code voeux.html:12:8}; the name that the message speaks of, else the line's first tag
     */
    static String of(String file, String source, @Nullable Integer line, String message) {
        if (line == null) {
            return file;
        }
        String text = source.lines().skip(line - 1L).findFirst().orElse("");
        return file + ":" + line + ":" + (column(text, message) + 1);
    }

    private static int column(String line, String message) {
        Matcher tag = TAG.matcher(line);
        int first = tag.find() ? tag.start() : 0;
        for (Matcher named = NAMED.matcher(message); named.find(); ) {
            Matcher name = Pattern.compile("(?<!\\w)" + Pattern.quote(named.group(1)) + "(?!\\w)")
                    .matcher(line)
                    .region(first, line.length())
                    .useTransparentBounds(true);
            if (name.find()) {
                return name.start();
            }
        }
        return first;
    }
}
