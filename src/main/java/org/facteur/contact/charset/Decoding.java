package org.facteur.contact.charset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file decoded from end to end for no other purpose than to see whether it can be. Constant memory. */
final class Decoding {

    private static final int BUFFER = 16 * 1024;

    private static final char ESCAPE = 0x1B;

    private final CharsetDecoder decoder;
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
    private final CharBuffer chars = CharBuffer.allocate(BUFFER);
    private long malformed;
    private long nonAscii;
    private long lines = 1;
    private long firstMalformedLine;
    private long firstNulLine;
    private boolean escaping;
    private char last;

    private Decoding(Charset charset) {
        decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /**
     * @param from bytes to pass over, of a byte order mark
     */
    static Decoding of(Path file, Charset charset, int from) throws IOException {
        Decoding decoding = new Decoding(charset);
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ).position(from)) {
            boolean end = false;
            while (!end) {
                end = channel.read(decoding.bytes) < 0;
                decoding.bytes.flip();
                decoding.decode(end);
                decoding.bytes.compact();
            }
        }
        return decoding;
    }

    /** Sequences of bytes that are no character. */
    long malformed() {
        return malformed;
    }

    /** Characters beyond ASCII. */
    long nonAscii() {
        return nonAscii;
    }

    /** The line of the first that is no character, 1 for the first of the file; 0 where there is none. */
    long firstMalformedLine() {
        return firstMalformedLine;
    }

    /** The line of the first NUL, which no text has; 0 where there is none. */
    long firstNulLine() {
        return firstNulLine;
    }

    /** Whether it has the escape character, as the charsets of seven bits have between two alphabets (ISO 2022). */
    boolean isEscaping() {
        return escaping;
    }

    private void decode(boolean end) {
        CoderResult result;
        do {
            result = decoder.decode(bytes, chars, end);
            count();
            if (result.isError()) {
                malformed++;
                if (firstMalformedLine == 0) {
                    firstMalformedLine = lines;
                }
                bytes.position(bytes.position() + result.length());
            }
        } while (!result.isUnderflow());
    }

    private void count() {
        chars.flip();
        char[] text = chars.array();
        int to = chars.limit();
        for (int i = 0; i < to; i++) {
            char c = text[i];
            if (c == 0 && firstNulLine == 0) {
                firstNulLine = lines;
            }
            escaping |= c == ESCAPE;
            if (c > 0x7F) {
                nonAscii++;
            } else if (c == '\r' || (c == '\n' && last != '\r')) {
                lines++;
            }
            last = c;
        }
        chars.clear();
    }
}
