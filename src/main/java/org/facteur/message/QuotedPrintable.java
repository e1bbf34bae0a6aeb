package org.facteur.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Quoted-printable (RFC 2045, 6.7) of whole texts, straight into bytes: encoding is what remains of a letter's cost, and Jakarta
 * Mail's stream does it byte by byte behind locks.
 */
final class QuotedPrintable {

    static final String HEX = "0123456789ABCDEF";
    private static final int LINE = 76;

    /** What may stand for itself (RFC 2045, 6.7, rules 2 and 3); of blanks it depends on what follows. */
    private static final boolean[] LITERAL = new boolean[256];

    static {
        for (int c = ' '; c <= '~'; c++) {
            LITERAL[c] = c != '=';
        }
        LITERAL['\t'] = true;
    }

    private final byte[] in;
    private byte[] out;
    private int length;
    private int column;

    private QuotedPrintable(String text) {
        in = text.getBytes(StandardCharsets.UTF_8);
        out = new byte[in.length + in.length / 4 + 64];
    }

    /** @return ASCII with CRLF line ends, lines of at most 76 characters, whatever line ends the text has */
    static byte[] encode(String text) {
        return new QuotedPrintable(text).encode();
    }

    private byte[] encode() {
        int i = 0;
        while (i < in.length) {
            if (in[i] == '\n' || in[i] == '\r') {
                // Of CRLF the second ends the line.
                if (in[i] == '\n' || i + 1 == in.length || in[i + 1] != '\n') {
                    newLine();
                }
                i++;
            } else {
                makeRoom(1);
                i = isLiteral(i) ? copyLiterals(i) : escape(i);
            }
        }
        return Arrays.copyOf(out, length);
    }

    private boolean isLiteral(int i) {
        // A dot or "From " at the start of a line is what transports rewrite (RFC 2049, 3).
        return LITERAL[in[i] & 0xff] && !isLostBlank(i) && (column > 0 || (in[i] != '.' && in[i] != 'F'));
    }

    /** A blank behind which the line ends would be lost on the way. */
    private boolean isLostBlank(int i) {
        return (in[i] == ' ' || in[i] == '\t') && (i + 1 == in.length || in[i + 1] == '\n' || in[i + 1] == '\r');
    }

    /** As many as the line takes, at once: they are most of a letter. */
    private int copyLiterals(int from) {
        int most = Math.min(in.length, from + LINE - 1 - column);
        int to = from + 1;
        while (to < most && LITERAL[in[to] & 0xff]) {
            to++;
        }
        if (to > from + 1 && isLostBlank(to - 1)) {
            to--;
        }
        grow(to - from);
        System.arraycopy(in, from, out, length, to - from);
        length += to - from;
        column += to - from;
        return to;
    }

    private int escape(int i) {
        makeRoom(3);
        grow(3);
        out[length++] = '=';
        out[length++] = (byte) HEX.charAt(in[i] >> 4 & 15);
        out[length++] = (byte) HEX.charAt(in[i] & 15);
        column += 3;
        return i + 1;
    }

    /** One column stays free for the "=" of a soft line break. */
    private void makeRoom(int width) {
        if (column + width > LINE - 1) {
            grow(1);
            out[length++] = '=';
            newLine();
        }
    }

    private void newLine() {
        grow(2);
        out[length++] = '\r';
        out[length++] = '\n';
        column = 0;
    }

    private void grow(int more) {
        if (length + more > out.length) {
            out = Arrays.copyOf(out, (length + more) * 2);
        }
    }
}
