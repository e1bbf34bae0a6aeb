package org.facteur.contact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.facteur.contact.charset.Detection;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/** The rows of a text whose cells stand between delimiters. */
final class CsvRows implements RowCursor {

    private static final Pattern BEGAN = Pattern.compile("startline (\\d+)");

    /** One row ahead of what was handed out: a record, the end, or why there is none. */
    private record Ahead(
            long line, @Nullable CSVRecord record, @Nullable ContactFileException failure) {}

    private final Path file;
    private final TextFormat format;
    private final DecodedFile text;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private @Nullable Ahead ahead;

    private CsvRows(Path file, TextFormat format, DecodedFile text, CSVParser parser) {
        this.file = file;
        this.format = format;
        this.text = text;
        this.parser = parser;
        this.records = parser.iterator();
    }

    static CsvRows open(ContactSource source) throws IOException {
        Path file = source.file();
        if (source.sheet() != null) {
            throw ContactFileException.at(file, 1, ContactReason.SHEET_TEXT.of());
        }
        TextFormat format = format(source);
        DecodedFile text = DecodedFile.open(file, format);
        CSVParser parser = CSVParser.builder()
                .setReader(text)
                .setFormat(csv(format.delimiter()))
                .get();
        return new CsvRows(file, format, text, parser);
    }

    private static TextFormat format(ContactSource source) throws IOException {
        Detection.Text detected = TextFormat.text(source);
        @Nullable Character forced = source.delimiter();
        char delimiter = forced != null
                ? forced
                : DelimiterDetector.detect(
                        source.file(),
                        detected.charset(),
                        detected.mark(),
                        new Headings.AddressColumn(source.emailColumn()));
        return new TextFormat(detected.charset(), detected.mark(), delimiter);
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

    @Override
    public @Nullable Cells next() {
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

    @Override
    public TextFormat text() {
        return format;
    }

    @Override
    public String describe() {
        return format.describe();
    }

    @Override
    public Reason empty() {
        return ContactReason.EMPTY.of();
    }

    private Ahead fetch() {
        while (true) {
            long line = parser.getCurrentLineNumber() + 1;
            text.startRow();
            try {
                CSVRecord record = records.hasNext() ? records.next() : null;
                if (record == null || !RowCursor.isBlank(record)) {
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

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
