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

    private static final Pattern MARKS = Pattern.compile("[\\\\`*_{}\\[\\]()<>#!|~\"'&\n]");
    /** What makes a list, a heading or a rule where it begins a line. */
    private static final Pattern BEGINNING = Pattern.compile("^(\\d{0,9})([-+=.])");

    /** Of private use (Unicode, 23.5), where no program and no font has put a sign. */
    private static final int SET_ASIDE = 0x10F000;

    private static final Pattern ASIDE = Pattern.compile("[\\x{10F000}-\\x{10F07F}]");

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

    /**
     * Signs that mean something are replaced by characters that mean nothing, wherever they stand: a backslash would be seen where the author wrote
     * html. {@link #markdownRestored} brings them back.
     */
    static String markdown(String value) {
        String lines = LINE_BREAK.matcher(value.strip()).replaceAll("\n");
        String signs = MARKS.matcher(lines).replaceAll(sign -> setAside(sign.group()));
        return BEGINNING.matcher(signs).replaceFirst(begin -> begin.group(1) + setAside(begin.group(2)));
    }

    private static String setAside(String sign) {
        return Character.toString(SET_ASIDE + sign.charAt(0));
    }

    /**
     * @param html that was made of Markdown
     * @return the same with the signs of contacts' values, as html shows them; a line break is one that is seen
     */
    public static String markdownRestored(String html) {
        return ASIDE.matcher(html).replaceAll(aside -> switch (aside.group().codePointAt(0) - SET_ASIDE) {
            case '\n' -> "<br />";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '&' -> "&amp;";
            case '"' -> "&quot;";
            case '\'' -> "&#39;";
            case '\\' -> "\\\\";
            default -> Character.toString(aside.group().codePointAt(0) - SET_ASIDE);
        });
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
