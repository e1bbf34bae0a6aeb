package org.facteur.contact;

/**
 * Looks through a sheet's bytes for a cell further right than {@code XFD}, the last column (ECMA-376): who reads the sheet makes room for all columns
 * before it, and one letter more is 26 times as many. Knows an attribute {@code r="…"} by itself, since no XML has been read yet.
 */
final class FarCell {

    private static final int LETTERS = 3;

    private enum At {
        ANYWHERE,
        BLANK,
        NAME,
        EQUALS,
        VALUE
    }

    private At at = At.ANYWHERE;
    private int letters;

    /** The next bytes of the sheet; whether such a cell is in them. */
    boolean isIn(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            byte b = bytes[i];
            if (at == At.VALUE) {
                boolean digit = b >= '0' && b <= '9';
                if (digit && letters > LETTERS) {
                    return true;
                }
                if (digit || b == '"' || b == '\'' || b == '<') {
                    at = At.ANYWHERE;
                } else if (b != '$') {
                    letters++;
                }
            } else {
                at = after(b);
            }
        }
        return false;
    }

    private At after(byte b) {
        if (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
            return at == At.NAME || at == At.EQUALS ? at : At.BLANK;
        }
        if (at == At.BLANK && b == 'r') {
            return At.NAME;
        }
        if (at == At.NAME && b == '=') {
            return At.EQUALS;
        }
        if (at == At.EQUALS && (b == '"' || b == '\'')) {
            letters = 0;
            return At.VALUE;
        }
        return At.ANYWHERE;
    }
}
