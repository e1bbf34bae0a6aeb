package org.facteur.contact;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.facteur.reason.Reason;

/** Takes a filter apart, word by word. */
final class WhereWords {

    private static final String OPERATORS = "=!<>~";

    /**
     * What may close the quote that opens. Word processors make their own of straight ones, and turn them by what stands before, or by their
     * language: taken for part of the value, {@code != “non”} would hold for everybody.
     */
    private static final Map<Character, String> QUOTES =
            Map.of('"', "\"", '\'', "'", '“', "”", '”', "”", '„', "“”", '‘', "’", '’', "’", '«', "»", '»', "«»");

    private static final Pattern JOINT = Pattern.compile("\\s+(and|or)(?=\\s|$)", Pattern.CASE_INSENSITIVE);

    private final String text;
    private int at;

    WhereWords(String text) {
        this.text = text.replace('\u00A0', ' ').replace('\u202F', ' ');
    }

    /** What stands before the operator, in quotes or as it is. */
    String column() {
        skipSpaces();
        if (isAtQuote()) {
            return quoted();
        }
        int from = at;
        while (at < text.length() && OPERATORS.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String column = text.substring(from, at).strip();
        if (column.isEmpty()) {
            throw bad(ContactReason.WHERE_COLUMN.of());
        }
        return column;
    }

    boolean isEqual() {
        skipSpaces();
        boolean different = text.startsWith("!=", at);
        at += different ? 2 : 1;
        boolean operator = different || (at <= text.length() && text.charAt(at - 1) == '=');
        if (!operator || (at < text.length() && OPERATORS.indexOf(text.charAt(at)) >= 0)) {
            throw bad(ContactReason.WHERE_OPERATOR.of());
        }
        return !different;
    }

    /** What stands after the operator: in quotes, or up to the next {@code and} or {@code or}. */
    String value() {
        skipSpaces();
        if (isAtQuote()) {
            return quoted();
        }
        // One step back: the space before "and" may be the one just passed over.
        int from = at;
        Matcher joint = JOINT.matcher(text);
        int to = joint.find(Math.max(0, from - 1)) ? joint.start() : text.length();
        String value = to <= from ? "" : text.substring(from, to).strip();
        if (value.isEmpty()) {
            throw bad(ContactReason.WHERE_VALUE.of());
        }
        if (value.indexOf('=') >= 0) {
            throw bad(ContactReason.WHERE_JOINT.of());
        }
        at = to;
        return value;
    }

    boolean isAtEnd() {
        skipSpaces();
        return at == text.length();
    }

    /** The next word, {@code and} or {@code or}. */
    boolean isNextOr() {
        int from = at;
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            at++;
        }
        String word = text.substring(from, at);
        if (!word.equalsIgnoreCase("and") && !word.equalsIgnoreCase("or")) {
            throw bad(ContactReason.WHERE_REST.of(text.substring(from)));
        }
        return word.equalsIgnoreCase("or");
    }

    private boolean isAtQuote() {
        return at < text.length() && QUOTES.containsKey(text.charAt(at));
    }

    /** A quote inside is written twice. */
    private String quoted() {
        String closing = QUOTES.getOrDefault(text.charAt(at++), "");
        StringBuilder inside = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (closing.indexOf(c) < 0) {
                inside.append(c);
            } else if (at < text.length() && text.charAt(at) == c) {
                inside.append(text.charAt(at++));
            } else {
                return inside.toString();
            }
        }
        throw bad(ContactReason.WHERE_QUOTE.of(closing.charAt(0)));
    }

    private void skipSpaces() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private ContactFileException bad(Reason what) {
        return ContactFileException.of(ContactReason.WHERE_BAD.of(text, what));
    }
}
