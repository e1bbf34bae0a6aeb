package org.facteur.contact;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A file's characters, and where each stands in bytes. Commons CSV can count bytes itself, but by encoding every character
 * again, relative to where it began, and not for text with a byte order mark.
 */
final class DecodedFile extends Reader {

    /** Characters; a longer row is a quote that was never closed, and reading on would fill the memory. */
    static final int LONGEST_ROW = 1_000_000;

    private final Reader reader;
    private final TextFormat format;
    private final boolean hasBytePositions;

    // What was handed out and may still be asked for: from the last row's beginning on.
    private final Deque<char[]> handedOut = new ArrayDeque<>();
    private long handedOutCharacters;

    private int offset;
    private long characters;
    private long bytes;

    private DecodedFile(Reader reader, TextFormat format, long bytes, long characters) {
        this.reader = reader;
        this.format = format;
        this.hasBytePositions = format.hasBytePositions();
        this.bytes = bytes;
        this.characters = characters;
        this.handedOutCharacters = characters;
    }

    /** The text from its beginning, after the byte order mark. */
    static DecodedFile open(Path file, TextFormat format) throws IOException {
        return openAt(file, format, format.mark(), 0);
    }

    static DecodedFile openAt(Path file, TextFormat format, long bytes, long characters) throws IOException {
        boolean jumps = format.hasBytePositions();
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ).position(jumps ? bytes : format.mark());
        Reader reader = new InputStreamReader(
                Channels.newInputStream(channel),
                format.charset()
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        if (!jumps) {
            skip(reader, characters);
        }
        return new DecodedFile(reader, format, bytes, characters);
    }

    private static void skip(Reader reader, long characters) throws IOException {
        long left = characters;
        while (left > 0) {
            long skipped = reader.skip(left);
            if (skipped <= 0) {
                return;
            }
            left -= skipped;
        }
    }

    @Override
    public int read(char[] buffer, int from, int length) throws IOException {
        if (handedOutCharacters - characters > LONGEST_ROW) {
            throw new RowTooLongException();
        }
        int count = reader.read(buffer, from, length);
        if (count > 0) {
            char[] copy = new char[count];
            System.arraycopy(buffer, from, copy, 0, count);
            handedOut.add(copy);
            handedOutCharacters += count;
        }
        return count;
    }

    /**
     * Where a character stands in bytes from the beginning of the file; what was before it is forgotten.
     *
     * @param character counted from the beginning of the text; not before the one asked for last
     */
    long bytesBefore(long character) {
        while (characters < character) {
            char[] text = handedOut.element();
            int count = (int) Math.min(text.length - offset, character - characters);
            bytes += bytes(text, offset, count);
            characters += count;
            offset += count;
            if (offset == text.length) {
                handedOut.remove();
                offset = 0;
            }
        }
        return hasBytePositions ? bytes : 0;
    }

    /** Characters handed out since the beginning of the text. */
    long handedOutCharacters() {
        return handedOutCharacters;
    }

    private long bytes(char[] text, int from, int count) {
        if (!format.isUtf8()) {
            return format.isUtf16() ? 2L * count : count;
        }
        long sum = count;
        for (int i = from; i < from + count; i++) {
            char c = text[i];
            if (c > 0x7F) {
                sum += c > 0x7FF ? more(c) : 1;
            }
        }
        return sum;
    }

    /** A pair of surrogates is four bytes: counted at its first half, since the halves may be handed out apart. */
    private static int more(char c) {
        if (Character.isHighSurrogate(c)) {
            return 3;
        }
        return Character.isLowSurrogate(c) ? -1 : 2;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    static final class RowTooLongException extends IOException {
        private static final long serialVersionUID = 1;
    }
}
