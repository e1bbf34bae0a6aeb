package org.facteur.message.dkim;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The body's hash under relaxed canonicalisation (RFC 6376, 3.4.4): white space within a line is one space and at its end none, empty
 * lines at the end of the body do not count. It is read where it lies, and only what is not canonical already is left out.
 */
final class RelaxedBody {

    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] SPACE = {' '};

    private RelaxedBody() {}

    /** @param letter where a CR or LF stands alone it is taken for the CRLF that goes over the wire */
    static byte[] sha256(byte[] letter, int from, int to) {
        MessageDigest digest = sha256();
        int end = to;
        while (end > from && isBlank(letter[end - 1])) {
            end--;
        }
        int run = from;
        int at = from;
        while (at < end) {
            byte b = letter[at];
            if (b > ' ' || !isBlank(b)) {
                at++;
            } else if (b == ' ' && !isBlank(letter[at + 1])) {
                // One space between words: the last byte is no space, so that there is a next.
                at++;
            } else if (b == '\r' && letter[at + 1] == '\n') {
                at += 2;
            } else {
                digest.update(letter, run, at - run);
                at = spoilt(letter, at, digest);
                run = at;
            }
        }
        if (end > from) {
            digest.update(letter, run, end - run);
            digest.update(LINE_END);
        }
        return digest.digest();
    }

    /** White space that is more than one space or ends a line, or a line end that is not one. @return what comes after it */
    private static int spoilt(byte[] letter, int from, MessageDigest digest) {
        int at = from;
        while (letter[at] == ' ' || letter[at] == '\t') {
            at++;
        }
        if (letter[at] != '\r' && letter[at] != '\n') {
            digest.update(SPACE);
            return at;
        }
        digest.update(LINE_END);
        return letter[at] == '\r' && letter[at + 1] == '\n' ? at + 2 : at + 1;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
