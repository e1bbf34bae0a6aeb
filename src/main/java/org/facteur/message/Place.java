package org.facteur.message;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in a template something is wrong. Pebble keeps lines only; the column is looked for in the source.
 *
 * @param file as the user knows it
 */
record Place(String file, String source) {

    /** Pebble's {@code Filter [nofilter] does not exist}. */
    private static final Pattern NAMED = Pattern.compile("[\\[\"']([\\w.]+)[]\"']");

    private static final Pattern TAG = Pattern.compile("\\{[{%]");

    /** The names that a message of Pebble's speaks of. */
    static List<String> named(String message) {
        return NAMED.matcher(message).results().map(name -> name.group(1)).toList();
    }

    /**
     * @param line from 1
     * @return {@code voeux.html:12:8}: the first of the names that the line has, else the line's first tag
     */
    String at(int line, List<String> names) {
        int column = names.stream()
                .map(name -> column(line, name))
                .flatMapToInt(OptionalInt::stream)
                .findFirst()
                .orElseGet(() -> firstTag(line).orElse(1));
        return file + ":" + line + ":" + column;
    }

    /** Of a name within a tag of that line, both from 1. */
    OptionalInt column(int line, String name) {
        OptionalInt tag = firstTag(line);
        if (tag.isEmpty()) {
            return tag;
        }
        String text = text(line);
        Matcher found = Pattern.compile("(?<!\\w)" + Pattern.quote(name) + "(?!\\w)")
                .matcher(text)
                .region(tag.getAsInt() - 1, text.length())
                .useTransparentBounds(true);
        return found.find() ? OptionalInt.of(found.start() + 1) : OptionalInt.empty();
    }

    private OptionalInt firstTag(int line) {
        Matcher tag = TAG.matcher(text(line));
        return tag.find() ? OptionalInt.of(tag.start() + 1) : OptionalInt.empty();
    }

    private String text(int line) {
        return source.lines().skip(line - 1L).findFirst().orElse("");
    }
}
