package org.facteur.address;

/** Text of unknown quality made fit for a message of one line. */
final class Quoted {

    private static final int LONGEST = 120;

    private Quoted() {}

    /** The text with what cannot be seen written as {@code U+200B}, cut after 120 characters. */
    static String printable(String text) {
        StringBuilder printable = new StringBuilder();
        int length = text.codePointCount(0, text.length());
        text.codePoints().limit(LONGEST).forEach(c -> {
            if (isInvisible(c)) {
                printable.append(codePoint(c));
            } else {
                printable.appendCodePoint(c);
            }
        });
        return length > LONGEST ? printable + "..." : printable.toString();
    }

    static String codePoint(int c) {
        return String.format("U+%04X", c);
    }

    /** Controls, formats (zero width, bidirectional), lone surrogates and white space other than the plain space. */
    static boolean isInvisible(int c) {
        if (c == ' ') {
            return false;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> true;
            default -> false;
        };
    }

    static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7F) {
                return false;
            }
        }
        return true;
    }
}
