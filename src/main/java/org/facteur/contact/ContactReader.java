package org.facteur.contact;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Reads the contacts file row by row, whatever its charset and delimiter. Memory does not depend on the file's size. Not for more than
 * one thread.
 */
final class ContactReader implements Closeable {

    /** Rows; so often the file is looked at for whether it is still the same. */
    private static final int A_WHILE = 1_000;

    private final Path file;
    private final FileState opened;
    private final TextFormat format;
    private final Headings headings;
    private final @Nullable Where where;
    private final RowCursor cursor;
    private final RowShape shape;
    private final CutFile cut;
    private long read;
    private long leftOut;

    private ContactReader(
            ContactSource source,
            FileState opened,
            TextFormat format,
            Headings headings,
            RowCursor cursor,
            CutFile cut) {
        this.file = source.file();
        this.opened = opened;
        this.format = format;
        this.headings = headings;
        this.where = source.where() == null || source.where().isBlank()
                ? null
                : Where.parse(source.where(), headings.names());
        this.cursor = cursor;
        this.shape = new RowShape(file, headings.cells(), format.delimiter());
        this.cut = cut;
    }

    /**
     * Reads the headings; the first row is next.
     *
     * @throws ContactFileException where the file is missing, empty, no text, of another charset than said, or its headings do not do
     */
    static ContactReader open(ContactSource source) {
        Path file = source.file();
        try {
            refuseOthers(file);
            FileState opened = FileState.of(file);
            TextFormat format = format(source);
            RowCursor cursor = RowCursor.open(file, format);
            try {
                Headings headings = Headings.of(first(cursor, file), source, format);
                CutFile cut = CutFile.of(file, format, headings.cells().size(), headings.addressCell());
                return new ContactReader(source, opened, format, headings, cursor, cut);
            } catch (ContactFileException e) {
                cursor.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw ContactFileException.unreadable(file, ContactReason.NONE.of());
        } catch (IOException e) {
            throw ContactFileException.unreadable(file, ContactReason.UNREADABLE.of(e));
        }
    }

    /** What is no text, or cannot be read several times: a pipe that nobody writes to would be waited for without end. */
    private static void refuseOthers(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw ContactFileException.unreadable(file, ContactReason.FOLDER.of());
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw ContactFileException.unreadable(file, ContactReason.DEVICE.of());
        }
        if (Files.size(file) == 0) {
            throw empty(file);
        }
        @Nullable FileKind kind = FileKind.of(file);
        if (kind != null) {
            throw ContactFileException.at(file, 1, kind.reason());
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

    private static RowCursor.Cells first(RowCursor cursor, Path file) {
        RowCursor.@Nullable Cells first = cursor.next();
        if (first != null && DelimiterDetector.isTold(first.values())) {
            first = cursor.next();
        }
        if (first == null) {
            throw empty(file);
        }
        return first;
    }

    private static ContactFileException empty(Path file) {
        return ContactFileException.at(file, 1, ContactReason.EMPTY.of());
    }

    /**
     * The next row that {@code where} does not leave out, null at the end.
     *
     * @throws ContactFileException where nothing after this row can be trusted, such as a quote that is not closed, or the file is not
     *     what it was when reading began
     */
    @Nullable
    Row read() {
        while (true) {
            RowCursor.@Nullable Cells cells = cursor.next();
            if (cells == null || ++read % A_WHILE == 0) {
                refuseChanged();
            }
            if (cells == null) {
                return null;
            }
            if (cut.isCutIn(cells)) {
                throw ContactFileException.at(file, cells.line(), ContactReason.CUT.of());
            }
            Row row = shape.row(cells);
            if (where == null || !(row instanceof Contact contact) || where.matches(contact)) {
                return row;
            }
            leftOut++;
        }
    }

    /**
     * @throws ContactFileException where somebody has written into the file, or replaced it, since reading began
     */
    void refuseChanged() {
        try {
            if (!FileState.of(file).equals(opened)) {
                throw ContactFileException.of(Reason.at(file, ContactReason.CHANGED.of()));
            }
        } catch (IOException e) {
            throw ContactFileException.of(Reason.at(file, ContactReason.CHANGED.of()));
        }
    }

    /** The cell of the address column as it stands, for the address parser. */
    String emailOf(Contact contact) {
        return Objects.requireNonNullElse(contact.values().get(headings.addressColumn()), "");
    }

    String addressColumn() {
        return headings.addressColumn();
    }

    /** The headings, in the file's order. */
    List<String> columns() {
        return headings.names();
    }

    /** What of the headings its owner should know, such as which of two had to be given a number. */
    List<Reason> notes() {
        return headings.notes();
    }

    /** How the file is read, such as {@code UTF-8, comma}. */
    String describe() {
        return format.describe();
    }

    /** Rows that {@code where} left out so far. */
    long leftOut() {
        return leftOut;
    }

    @Override
    public void close() throws IOException {
        cursor.close();
    }
}
