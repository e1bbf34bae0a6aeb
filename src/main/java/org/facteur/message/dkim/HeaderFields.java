package org.facteur.message.dkim;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The header of a letter, to be signed.
 *
 * @param all from the first to the last
 * @param body where the body begins
 */
record HeaderFields(List<Field> all, int body) {

    /**
     * One, as it lies in the letter.
     *
     * @param name in lower case
     * @param from of its value, after the colon
     * @param to its line end not included
     */
    record Field(String name, int from, int to) {}

    /** @param letter whose lines end in CRLF or LF */
    static HeaderFields of(byte[] letter, int length) {
        List<Field> fields = new ArrayList<>();
        int at = 0;
        while (at < length && !isEmptyLine(letter, at, length)) {
            int end = lineEnd(letter, at, length);
            while (end < length - 1 && (letter[end + 1] == ' ' || letter[end + 1] == '\t')) {
                end = lineEnd(letter, end + 1, length);
            }
            int colon = at;
            while (colon < end && letter[colon] != ':') {
                colon++;
            }
            fields.add(new Field(
                    new String(letter, at, colon - at, StandardCharsets.US_ASCII)
                            .strip()
                            .toLowerCase(Locale.ROOT),
                    Math.min(colon + 1, end),
                    end));
            at = end + 1;
        }
        return new HeaderFields(fields, at >= length ? length : lineEnd(letter, at, length) + 1);
    }

    private static boolean isEmptyLine(byte[] letter, int at, int length) {
        return letter[at] == '\n' || (letter[at] == '\r' && at + 1 < length && letter[at + 1] == '\n');
    }

    /** Where its LF stands, or the end of the letter. */
    private static int lineEnd(byte[] letter, int from, int length) {
        int at = from;
        while (at < length && letter[at] != '\n') {
            at++;
        }
        return at;
    }

    /** Relaxed (RFC 6376, 3.4.2): the name in lower case, the value on one line, its white space one space each. */
    static void relax(byte[] letter, Field field, ByteArrayOutputStream out) {
        out.writeBytes(field.name().getBytes(StandardCharsets.US_ASCII));
        out.write(':');
        boolean due = false;
        boolean begun = false;
        for (int at = field.from(); at < field.to(); at++) {
            byte b = letter[at];
            if (b == ' ' || b == '\t' || b == '\r' || b == '\n') {
                due = true;
            } else {
                if (due && begun) {
                    out.write(' ');
                }
                due = false;
                begun = true;
                out.write(b);
            }
        }
        out.write('\r');
        out.write('\n');
    }
}
