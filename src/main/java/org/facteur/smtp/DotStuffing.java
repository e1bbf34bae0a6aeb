package org.facteur.smtp;

import java.io.OutputStream;
import java.util.Arrays;

/**
 * A letter as it goes over the wire but for its final dot (RFC 5321, 4.5.2): lines end in CRLF, a dot at the beginning of one is
 * doubled. Kept in one buffer that is used again for the next letter.
 */
public final class DotStuffing extends OutputStream {

    private static final int KEPT = 1 << 20;

    private byte[] bytes = new byte[16_384];
    private int length;
    private int previous = '\n';

    /** Begins another letter. */
    public void reset() {
        length = 0;
        previous = '\n';
        if (bytes.length > KEPT) {
            // A connection need not keep the room that one large letter took.
            bytes = new byte[16_384];
        }
    }

    @Override
    public void write(int b) {
        ensure(3);
        put(b & 0xff);
    }

    @Override
    public void write(byte[] source, int offset, int count) {
        // At the worst each byte becomes two, and a line end may be owed from before.
        ensure(2 * count + 1);
        int end = offset + count;
        int i = offset;
        while (i < end) {
            if (isLineEnd(previous) || isLineEnd(source[i])) {
                put(source[i] & 0xff);
                i++;
            } else {
                // Amid a line nothing changes: it is copied up to its end.
                int from = i;
                do {
                    i++;
                } while (i < end && !isLineEnd(source[i]));
                copy(source, from, i);
            }
        }
    }

    private void copy(byte[] source, int from, int to) {
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
        previous = source[to - 1] & 0xff;
    }

    /** Lines that end in CRLF, none of which begins with a dot; the last may be without its end. So they stand as they are. */
    public void writeLines(byte[] lines) {
        if (previous != '\n') {
            write(lines, 0, lines.length);
        } else if (lines.length > 0) {
            ensure(lines.length);
            copy(lines, 0, lines.length);
        }
    }

    private static boolean isLineEnd(int b) {
        return b == '\n' || b == '\r';
    }

    private void put(int b) {
        if (b == '\n') {
            if (previous != '\r') {
                bytes[length++] = '\r';
            }
            bytes[length++] = '\n';
        } else {
            if (previous == '\r') {
                // A bare CR would be a line end to some servers and none to others.
                bytes[length++] = '\n';
            }
            if (b == '.' && isLineEnd(previous)) {
                bytes[length++] = '.';
            }
            bytes[length++] = (byte) b;
        }
        previous = b;
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            int wanted = Math.addExact(length, more);
            bytes = Arrays.copyOf(bytes, Math.max(wanted, bytes.length + (bytes.length >> 1)));
        }
    }

    /** Ends the last line, where it has not ended: the final dot stands on a line of its own. */
    public void finish() {
        if (previous == '\r') {
            write('\n');
        } else if (previous != '\n') {
            write('\r');
            write('\n');
        }
    }

    /** Bytes of the letter so far. */
    public int size() {
        return length;
    }

    byte[] bytes() {
        return bytes;
    }
}
