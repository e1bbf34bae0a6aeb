package org.facteur.contact;

import java.text.Normalizer;

/** What a cell shows to a reader of the file. */
final class Cell {

    private Cell() {}

    /** Whether there is nothing to see: no text, or only spaces of any kind and signs of no width, as spreadsheets and web pages leave. */
    static boolean isEmpty(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (!isUnseen(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * What is seen of it: nothing unseen around it, and each accent composed with its letter, as keyboards write it. What a template or a filter
     * compares it with was typed.
     */
    static String shown(String value) {
        int from = 0;
        int to = value.length();
        while (from < to && isUnseen(value.charAt(from))) {
            from++;
        }
        while (to > from && isUnseen(value.charAt(to - 1))) {
            to--;
        }
        String shown = withoutFormula(value.substring(from, to));
        // Only where there is something to compose: NFC would put other ideographs into a name.
        return hasAccentsBehind(shown) ? Normalizer.normalize(shown, Normalizer.Form.NFC) : shown;
    }

    /** Asked of every cell: a stream would take longer than all the rest. */
    private static boolean hasAccentsBehind(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= '\u0300' && text.charAt(i) <= '\u036F') {
                return true;
            }
        }
        return false;
    }

    /** {@code ="01000"}, by which exports keep a spreadsheet from taking a text for a number: it shows what stands between the quotes. */
    private static String withoutFormula(String text) {
        int last = text.length() - 1;
        return text.startsWith("=\"") && text.indexOf('"', 2) == last ? text.substring(2, last) : text;
    }

    private static boolean isUnseen(char c) {
        return Character.isWhitespace(c)
                || switch (Character.getType(c)) {
                    case Character.SPACE_SEPARATOR,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.FORMAT,
                            Character.CONTROL -> true;
                    default ->
                        c == '\u034F'
                                || c == '\u115F'
                                || c == '\u1160'
                                || c == '\u3164'
                                || c == '\uFFA0'
                                || c == '\u2800';
                };
    }
}
