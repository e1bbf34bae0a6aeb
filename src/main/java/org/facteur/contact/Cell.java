package org.facteur.contact;

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

    private static boolean isUnseen(char c) {
        return Character.isWhitespace(c)
                || switch (Character.getType(c)) {
                    case Character.SPACE_SEPARATOR,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.FORMAT,
                            Character.CONTROL -> true;
                    default -> c == '\u034F' || c == '\u115F' || c == '\u1160' || c == '\u3164' || c == '\uFFA0';
                };
    }
}
