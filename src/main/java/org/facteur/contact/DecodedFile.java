package org.facteur.contact;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file's characters after its byte order mark, none of them replaced, and no row without end. */
final class DecodedFile extends Reader {

    /** Characters; reading on would fill the memory. */
    static final int LONGEST_ROW = 20_000_000;

    private final Reader reader;
    private long ofThisRow;

    private DecodedFile(Reader reader) {
        this.reader = reader;
    }

    static DecodedFile open(Path file, TextFormat format) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ).position(format.mark());
        return new DecodedFile(new InputStreamReader(
                Channels.newInputStream(channel),
                format.charset()
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
    }

    void startRow() {
        ofThisRow = 0;
    }

    @Override
    public int read(char[] buffer, int from, int length) throws IOException {
        if (ofThisRow > LONGEST_ROW) {
            throw new RowTooLongException();
        }
        int count = reader.read(buffer, from, length);
        ofThisRow += Math.max(0, count);
        return count;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    static final class RowTooLongException extends IOException {
        private static final long serialVersionUID = 1;
    }
}
