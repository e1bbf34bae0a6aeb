package org.facteur.contact;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the contacts file row by row, whatever its charset and delimiter, and can go on after a restart where it was. Memory
 * does not depend on the file's size. Not for more than one thread.
 */
public final class ContactReader implements Closeable {

    private final TextFormat format;
    private final Headings headings;
    private final @Nullable Where where;
    private final RowCursor cursor;
    private final RowShape shape;
    private long record;
    private long leftOut;

    private ContactReader(ContactSource source, TextFormat format, Headings headings, RowCursor cursor, Position at) {
        this.format = format;
        this.headings = headings;
        this.where = source.where() == null || source.where().isBlank()
                ? null
                : Where.parse(source.where(), headings.names());
        this.cursor = cursor;
        this.shape = new RowShape(source.file(), headings.cells(), format.delimiter());
        this.record = at.record();
        this.leftOut = at.leftOut();
    }

    /**
     * Reads the headings; the first row is next.
     *
     * @throws ContactFileException where the file is missing, empty, of another charset than said, or its headings do not do
     */
    public static ContactReader open(ContactSource source) {
        return open(source, null);
    }

    /**
     * Goes on with the row that was next when the position was taken. The rows before it are not parsed again, though the
     * charset is detected again over the whole file.
     *
     * @param position of a reader over the same source, the file unchanged since
     * @throws ContactFileException as {@link #open(ContactSource)}
     */
    public static ContactReader openAt(ContactSource source, Position position) {
        return open(source, position);
    }

    private static ContactReader open(ContactSource source, @Nullable Position position) {
        Path file = source.file();
        try {
            if (Files.isDirectory(file)) {
                throw ContactFileException.unreadable(file, ContactReason.FOLDER.of());
            }
            if (Files.size(file) == 0) {
                throw empty(file);
            }
            TextFormat format = format(source);
            Headings headings;
            Position next;
            try (RowCursor top = RowCursor.open(file, format)) {
                headings = Headings.of(first(top, file), source);
                next = position == null ? top.position(0, 0) : position;
            }
            return over(source, format, headings, next);
        } catch (NoSuchFileException e) {
            throw ContactFileException.unreadable(file, ContactReason.NONE.of());
        } catch (IOException e) {
            throw ContactFileException.unreadable(file, ContactReason.UNREADABLE.of(e));
        }
    }

    private static TextFormat format(ContactSource source) throws IOException {
        CharsetDetector.Detected detected = CharsetDetector.detect(source);
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

    private static RowCursor.Cells first(RowCursor top, Path file) {
        RowCursor.@Nullable Cells first = top.next();
        if (first != null && DelimiterDetector.isTold(first.values())) {
            first = top.next();
        }
        if (first == null) {
            throw empty(file);
        }
        return first;
    }

    private static ContactFileException empty(Path file) {
        return ContactFileException.at(file, 1, ContactReason.EMPTY.of());
    }

    private static ContactReader over(ContactSource source, TextFormat format, Headings headings, Position next)
            throws IOException {
        RowCursor cursor = RowCursor.openAt(source.file(), format, next);
        try {
            return new ContactReader(source, format, headings, cursor, next);
        } catch (ContactFileException e) {
            cursor.close();
            throw e;
        }
    }

    /**
     * The next row that {@code where} does not leave out, null at the end.
     *
     * @throws ContactFileException where nothing after this row can be trusted, such as a quote that is not closed
     */
    public @Nullable Row read() {
        while (true) {
            RowCursor.@Nullable Cells cells = cursor.next();
            if (cells == null) {
                return null;
            }
            record++;
            Row row = shape.row(cells);
            if (where == null || !(row instanceof Contact contact) || where.matches(contact)) {
                return row;
            }
            leftOut++;
        }
    }

    /** The cell of the address column as it stands, for the address parser. */
    public String emailOf(Contact contact) {
        return Objects.requireNonNullElse(contact.values().get(headings.addressColumn()), "");
    }

    String addressColumn() {
        return headings.addressColumn();
    }

    /** The headings, in the file's order. */
    public List<String> columns() {
        return headings.names();
    }

    /** How the file is read, such as {@code UTF-8, comma}. */
    public String describe() {
        return format.describe();
    }

    /** Rows that {@code where} left out so far, before a restart included. */
    public long leftOut() {
        return leftOut;
    }

    /**
     * Where the next row begins; for {@link #openAt}.
     *
     * @throws ContactFileException as {@link #read()}: it looks ahead for the row
     */
    public Position position() {
        return cursor.position(record, leftOut);
    }

    @Override
    public void close() throws IOException {
        cursor.close();
    }
}
