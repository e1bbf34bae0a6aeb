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
        for (int i = 0; i < in.length; i++) {
            byte b = in[i];
            if (b == '\r' && (i + 1 == in.length || in[i + 1] != '\n')) {
                newLine();
            } else if (b == '\n') {
                newLine();
            } else if (b != '\r') {
                character(b, i);
            }
        }
        return Arrays.copyOf(out, length);
    }

    private void character(byte b, int i) {
        boolean endsLine = i + 1 == in.length || in[i + 1] == '\n' || in[i + 1] == '\r';
        boolean space = b == ' ' || b == '\t';
        boolean literal = space ? !endsLine : b > ' ' && b <= '~' && b != '=';
        int width = literal ? 1 : 3;
        // One column stays free for the "=" of a soft line break.
        if (column + width > LINE - 1) {
            put('=');
            newLine();
        }
        // A dot or "From " at the start of a line is what transports rewrite (RFC 2049, 3).
        if (literal && column == 0 && (b == '.' || b == 'F')) {
            literal = false;
        }
        if (literal) {
            put(b);
            column++;
        } else {
            put('=');
            put(HEX.charAt(b >> 4 & 15));
            put(HEX.charAt(b & 15));
            column += 3;
        }
    }

    private void newLine() {
        put('\r');
        put('\n');
        column = 0;
    }

    private void put(int b) {
        if (length == out.length) {
            out = Arrays.copyOf(out, length * 2);
        }
        out[length++] = (byte) b;
    }
}
