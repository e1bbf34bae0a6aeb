package org.facteur.message.template;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in a template something is wrong. Pebble keeps lines only; the column is looked for in the source.
 *
 * @param file as the user knows it
 */
public record Place(String file, String source) {

    private static final Pattern TAG = Pattern.compile("\\{[{%]");

    /**
     * @param offset in characters of the source
     * @return {@code voeux.html:12:8}
     */
    public String at(int offset) {
        int line = 1;
        int start = 0;
        for (int i = 0; i < offset; i++) {
            char c = source.charAt(i);
            if (c == '\n' || (c == '\r' && (i + 1 == source.length() || source.charAt(i + 1) != '\n'))) {
                line++;
                start = i + 1;
            }
        }
        return file + ":" + line + ":" + (offset - start + 1);
    }

    /** Where a line begins, in characters of the source. */
    int offset(int line) {
        int offset = 0;
        for (int i = 1; i < line && offset < source.length(); offset++) {
            char c = source.charAt(offset);
            boolean ends =
                    c == '\n' || (c == '\r' && (offset + 1 == source.length() || source.charAt(offset + 1) != '\n'));
            i += ends ? 1 : 0;
        }
        return offset;
    }

    /**
     * @param line from 1
     * @return {@code voeux.html:12:8}: the first of the names that the line has, else the line's first tag
     */
    public String at(int line, List<String> names) {
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
