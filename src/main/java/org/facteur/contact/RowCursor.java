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

/** Walks over a file's rows. Blank lines, and rows of empty cells, are passed over. */
final class RowCursor implements Closeable {

    /**
     * @param line where it begins, 1 for the first
     * @param last whether no row follows
     */
    record Cells(long line, List<String> values, boolean last) {}

    private static final Pattern BEGAN = Pattern.compile("startline (\\d+)");

    /** One row ahead of what was handed out: a record, the end, or why there is none. */
    private record Ahead(
            long line, @Nullable CSVRecord record, @Nullable ContactFileException failure) {}

    private final Path file;
    private final DecodedFile text;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private @Nullable Ahead ahead;

    private RowCursor(Path file, DecodedFile text, CSVParser parser) {
        this.file = file;
        this.text = text;
        this.parser = parser;
        this.records = parser.iterator();
    }

    static RowCursor open(Path file, TextFormat format) throws IOException {
        DecodedFile text = DecodedFile.open(file, format);
        CSVParser parser = CSVParser.builder()
                .setReader(text)
                .setFormat(csv(format.delimiter()))
                .get();
        return new RowCursor(file, text, parser);
    }

    /**
     * Empty lines stay records, for their lines to be counted. Text after a closing quote stays an error: it is how a quote that was
     * forgotten some rows above shows.
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
        Ahead next = ahead == null ? fetch() : ahead;
        if (next.failure() != null) {
            throw next.failure();
        }
        if (next.record() == null) {
            return null;
        }
        ahead = fetch();
        boolean last = ahead.record() == null && ahead.failure() == null;
        return new Cells(next.line(), next.record().toList(), last);
    }

    private Ahead fetch() {
        while (true) {
            long line = parser.getCurrentLineNumber() + 1;
            text.startRow();
            try {
                CSVRecord record = records.hasNext() ? records.next() : null;
                if (record == null || !isBlank(record)) {
                    return new Ahead(line, record, null);
                }
            } catch (UncheckedIOException e) {
                return new Ahead(line, null, because(Objects.requireNonNull(e.getCause()), line));
            }
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
                    file, began.find() ? Long.parseLong(began.group(1)) : line, ContactReason.QUOTE_OPEN.of());
        }
        if (cause instanceof CSVException) {
            return ContactFileException.at(file, line, ContactReason.QUOTE_TEXT.of());
        }
        return ContactFileException.unreadable(file, ContactReason.UNREADABLE_LINE.of(line, message));
    }

    private static boolean isBlank(CSVRecord record) {
        for (String value : record) {
            if (!Cell.isEmpty(value)) {
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
