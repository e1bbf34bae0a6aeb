package org.facteur.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Makes answers of bytes, and takes for one only what has the form of one (RFC 5321, 4.2). */
final class ResponseReader {

    /** More than any server has to say; RFC 5321, 4.5.3.1.5 asks for 512 octets a line. */
    static final int LARGEST = 65_536;

    /** What is shown of an answer that is not one. */
    private static final int SHOWN = 200;

    private final InputStream in;
    private final byte[] read = new byte[8192];
    private int from;
    private int to;

    ResponseReader(InputStream in) {
        this.in = in;
    }

    /**
     * The next answer, to its last line.
     *
     * @throws OutOfStepException when what comes is not one, or has no end
     * @throws ClosedException when the server hangs up
     */
    Response next() throws IOException {
        return next(false);
    }

    /** As {@link #next}, but what begins like a welcome may end with a refusal; the refusal counts. */
    Response greeting() throws IOException {
        return next(true);
    }

    private Response next(boolean greeting) throws IOException {
        StringBuilder text = new StringBuilder();
        int code = 0;
        boolean last = false;
        while (!last) {
            int start = text.length();
            readLine(text);
            int own = code(text, start);
            if (code != 0 && own != code) {
                if (!(greeting && own >= 400 && code < 300)) {
                    throw new OutOfStepException(SmtpReason.STEP_CODES.of(code, own));
                }
                text.delete(0, start);
                start = 0;
            }
            code = own;
            last = text.length() < start + 4 || text.charAt(start + 3) != '-';
            if (!last) {
                text.append('\n');
            }
        }
        return new Response(code, text.toString());
    }

    /** Up to a line end, which is not kept. */
    private void readLine(StringBuilder text) throws IOException {
        while (true) {
            if (from == to && !fill()) {
                throw new ClosedException(text.isEmpty() ? SmtpReason.CLOSED : SmtpReason.CLOSED_WITHIN);
            }
            char next = (char) (read[from++] & 0xff);
            if (next == '\n') {
                if (!text.isEmpty() && text.charAt(text.length() - 1) == '\r') {
                    text.setLength(text.length() - 1);
                }
                return;
            }
            if (text.length() >= LARGEST) {
                throw new OutOfStepException(SmtpReason.STEP_LONG.of(LARGEST / 1024));
            }
            text.append(next);
        }
    }

    private static int code(CharSequence text, int start) throws OutOfStepException {
        int length = text.length() - start;
        boolean digits = length >= 3
                && text.charAt(start) >= '2'
                && text.charAt(start) <= '5'
                && isDigit(text.charAt(start + 1))
                && isDigit(text.charAt(start + 2));
        if (!digits || (length > 3 && text.charAt(start + 3) != ' ' && text.charAt(start + 3) != '-')) {
            throw new OutOfStepException(
                    SmtpReason.STEP_NONE.of(),
                    text.subSequence(start, Math.min(text.length(), start + SHOWN))
                            .toString());
        }
        return (text.charAt(start) - '0') * 100 + (text.charAt(start + 1) - '0') * 10 + text.charAt(start + 2) - '0';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Waits for more; false at the end of the stream. */
    boolean fill() throws IOException {
        int count = in.read(read, 0, read.length);
        from = 0;
        to = Math.max(0, count);
        return count > 0;
    }

    /** How it begins, what has come and was not asked for; empty where nothing has. */
    String unread() {
        return new String(read, from, Math.min(SHOWN, to - from), StandardCharsets.ISO_8859_1);
    }
}
