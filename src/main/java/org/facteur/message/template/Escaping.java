package org.facteur.message.template;

import java.util.regex.Pattern;
import org.facteur.reason.InvalidValueException;

/** What is done to a contact's value on its way into a template's output. The template's own text is left as it stands. */
public enum Escaping {
    /** Plain text: a value is copied. */
    NONE("none"),
    HTML("html"),
    /** CommonMark: a value begins no list, no link, no html. */
    MARKDOWN("markdown"),
    /** A value of an RFC 3986 query: whatever would end or divide it is percent-encoded. */
    URL("url_param"),
    /** Refuses a value that could lead to another directory. */
    FILE_NAME("file_name");

    private static final Pattern MARKS = Pattern.compile("[\\\\`*_{}\\[\\]()<>#!|~\"'&]");
    /** What makes a list, a heading or a rule where it begins a line. */
    private static final Pattern BEGINNING = Pattern.compile("^(\\d{0,9})([-+=.])");

    private static final Pattern LINE_BREAK = Pattern.compile("\\s*\\R\\s*");

    /** As Pebble calls it. */
    final String strategy;

    Escaping(String strategy) {
        this.strategy = strategy;
    }

    /** Whether the template's author may print a value as it is, by {@code raw} or {@code autoescape}. */
    boolean mayBeLifted() {
        return switch (this) {
            case NONE, HTML, MARKDOWN -> true;
            case URL, FILE_NAME -> false;
        };
    }

    /** Signs that mean something stand behind a backslash; a line break is one that is seen. */
    static String markdown(String value) {
        String signs = MARKS.matcher(value.strip()).replaceAll("\\\\$0");
        String begin = BEGINNING.matcher(signs).replaceFirst("$1\\\\$2");
        return LINE_BREAK.matcher(begin).replaceAll("<br />");
    }

    /**
     * @return the value itself
     * @throws InvalidValueException when it holds a path separator, {@code ..} or a control character
     */
    static String fileName(String value) {
        boolean leads = value.contains("..")
                || value.chars().anyMatch(c -> c == '/' || c == '\\' || c == ':' || Character.isISOControl(c));
        if (leads) {
            throw new InvalidValueException(TemplateReason.FILE_NAME.of(SingleLine.of(value)));
        }
        return value;
    }
}
