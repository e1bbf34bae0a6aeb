package org.facteur.contact;

import java.text.Normalizer;

/** What a cell shows to a reader of the file. */
final class Cell {

    // What turns the writing direction, and where that ends.
    private static final char LRE = '\u202A';
    private static final char PDF = '\u202C';
    private static final char RLO = '\u202E';
    private static final char LRI = '\u2066';
    private static final char PDI = '\u2069';

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
        String composed = has(shown, '\u0300', '\u036F') ? Normalizer.normalize(shown, Normalizer.Form.NFC) : shown;
        return has(composed, LRE, PDI) ? closed(composed) : composed;
    }

    /**
     * With an end to each turn of the writing direction that it begins (UAX 9, 2). Copying leaves it behind the text, unseen; without it all of the
     * line behind the cell would be turned.
     */
    private static String closed(String text) {
        StringBuilder ends = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == PDF || c == PDI) {
                if (!ends.isEmpty() && ends.charAt(0) == c) {
                    ends.deleteCharAt(0);
                }
            } else if (c >= LRE && c <= RLO) {
                ends.insert(0, PDF);
            } else if (c >= LRI && c < PDI) {
                ends.insert(0, PDI);
            }
        }
        return text + ends;
    }

    /** Whether one of its characters lies between two. Asked of every cell: a stream would take longer than all the rest. */
    private static boolean has(String text, char first, char last) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= first && text.charAt(i) <= last) {
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
