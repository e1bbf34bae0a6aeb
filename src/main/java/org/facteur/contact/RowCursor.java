package org.facteur.contact;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Walks over a file's rows and knows at each where the next begins. Blank lines, and rows of empty cells, are passed over. */
final class RowCursor implements Closeable {

    /**
     * @param line where it begins, 1 for the first
     * @param bytes where it begins, from the beginning of the file
     * @param characters where it begins, from the beginning of the text
     */
    record Cells(long line, long bytes, long characters, List<String> values) {}

    private static final Pattern BEGAN = Pattern.compile("startline (\\d+)");

    private final Path file;
    private final DecodedFile text;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final long linesBefore;
    private @Nullable Cells ahead;
    private long linesAtEnd = -1;

    private RowCursor(Path file, DecodedFile text, CSVParser parser, long linesBefore) {
        this.file = file;
        this.text = text;
        this.parser = parser;
        this.records = parser.iterator();
        this.linesBefore = linesBefore;
    }

    static RowCursor open(Path file, TextFormat format) throws IOException {
        return over(file, format, DecodedFile.open(file, format), 0, 0);
    }

    static RowCursor openAt(Path file, TextFormat format, Position position) throws IOException {
        DecodedFile text = DecodedFile.openAt(file, format, position.bytes(), position.characters());
        return over(file, format, text, position.characters(), position.line());
    }

    private static RowCursor over(Path file, TextFormat format, DecodedFile text, long characters, long lines)
            throws IOException {
        CSVParser parser = CSVParser.builder()
                .setReader(text)
                .setCharacterOffset(characters)
                .setFormat(csv(format.delimiter()))
                .get();
        return new RowCursor(file, text, parser, lines);
    }

    /**
     * Empty lines stay records, so that every record begins where the one before it ended. Text after a closing quote stays an
     * error: it is how a quote that was forgotten some rows above shows.
     */
    static CSVFormat csv(char delimiter) {
        return CSVFormat.DEFAULT
                .builder()
                .setDelimiter(delimiter)
                .setIgnoreEmptyLines(false)
                .setIgnoreSurroundingSpaces(true)
                .get();
    }

    /** Null at the end. */
    @Nullable
    Cells next() {
        @Nullable Cells next = peek();
        ahead = null;
        return next;
    }

    /** Where the next row begins, looking ahead for it. */
    Position position(long record, long leftOut) {
        @Nullable Cells next = peek();
        if (next != null) {
            return new Position(next.bytes(), next.characters(), next.line() - 1, record, leftOut);
        }
        long end = text.handedOutCharacters();
        return new Position(text.bytesBefore(end), end, linesAtEnd, record, leftOut);
    }

    private @Nullable Cells peek() {
        while (ahead == null) {
            long line = line();
            @Nullable CSVRecord record = fetch(line);
            if (record == null) {
                // Commons CSV counts the end as the end of a line, again each time it meets it.
                linesAtEnd = linesAtEnd < 0 ? line - 1 : linesAtEnd;
                return null;
            }
            long bytes = text.bytesBefore(record.getCharacterPosition());
            List<String> values = record.toList();
            if (!isBlank(values)) {
                ahead = new Cells(line, bytes, record.getCharacterPosition(), values);
            }
        }
        return ahead;
    }

    private long line() {
        return linesBefore + parser.getCurrentLineNumber() + 1;
    }

    private @Nullable CSVRecord fetch(long line) {
        try {
            return records.hasNext() ? records.next() : null;
        } catch (UncheckedIOException e) {
            throw because(Objects.requireNonNull(e.getCause()), line);
        }
    }

    private ContactFileException because(IOException cause, long line) {
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof DecodedFile.RowTooLongException) {
            return ContactFileException.at(file, line, ContactReason.QUOTE_LONG.of(DecodedFile.LONGEST_ROW));
        }
        if (message.contains("EOF reached")) {
            Matcher began = BEGAN.matcher(message);
            return ContactFileException.at(
                    file,
                    began.find() ? linesBefore + Long.parseLong(began.group(1)) : line,
                    ContactReason.QUOTE_OPEN.of());
        }
        if (cause instanceof CSVException) {
            return ContactFileException.at(file, line, ContactReason.QUOTE_TEXT.of());
        }
        return ContactFileException.unreadable(file, ContactReason.UNREADABLE_LINE.of(line, message));
    }

    private static boolean isBlank(List<String> values) {
        for (String value : values) {
            if (!value.isBlank()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
