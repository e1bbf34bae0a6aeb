package org.facteur.contact;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Reads the contacts file row by row, whatever its format. Memory does not depend on the file's size, but for the texts of a workbook of
 * Excel's. Not for more than one thread.
 */
final class ContactReader implements Closeable {

    /** Rows; so often the file is looked at for whether it is still the same. */
    private static final int A_WHILE = 1_000;

    /** Rows in which the headings are looked for. */
    static final int MOST_TITLES = 10;

    private final Path file;
    private final FileState opened;
    private final Headings headings;
    private final ContactSource.@Nullable Filter filter;
    private final @Nullable Where where;
    private final RowCursor cursor;
    private final RowShape shape;
    private final @Nullable CutFile cut;
    private long read;
    private long leftOut;
    private boolean ended;

    private ContactReader(
            ContactSource source, FileState opened, Headings headings, RowCursor cursor, @Nullable CutFile cut) {
        this.file = source.file();
        this.opened = opened;
        this.headings = headings;
        this.filter = source.where();
        this.where = filter == null ? null : Where.of(filter, headings.names());
        this.cursor = cursor;
        this.shape = new RowShape(file, headings.cells(), cursor.text());
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
            RowCursor cursor = ContactFormat.open(source);
            try {
                @Nullable TextFormat text = cursor.text();
                Headings headings = Headings.of(headingRow(cursor, source), source, cursor);
                @Nullable
                CutFile cut = text == null
                        ? null
                        : CutFile.of(file, text, headings.cells().size(), headings.addressCell());
                return new ContactReader(source, opened, headings, cursor, cut);
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
    }

    private static RowCursor.Cells headingRow(RowCursor cursor, ContactSource source) {
        RowCursor.@Nullable Cells first = cursor.next();
        if (first != null && cursor.text() != null && DelimiterDetector.isTold(first.values())) {
            first = cursor.next();
        }
        if (first == null) {
            throw ContactFileException.at(source.file(), 1, cursor.empty());
        }
        return belowTitle(first, cursor, source);
    }

    /** Above the headings a name, a date or some notes may stand, in fewer cells. */
    private static RowCursor.Cells belowTitle(RowCursor.Cells first, RowCursor cursor, ContactSource source) {
        Headings.AddressColumn wanted = new Headings.AddressColumn(source.emailColumn());
        RowCursor.@Nullable Cells row = first;
        for (int i = 0; i < MOST_TITLES && row != null; i++) {
            if (wanted.isHeadedBy(row.values(), first.values())) {
                return row;
            }
            row = cursor.next();
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
            RowCursor.@Nullable Cells cells = nextCells();
            if (cells == null || ++read % A_WHILE == 0) {
                refuseChanged();
            }
            if (cells == null) {
                ended = true;
                return null;
            }
            if (cut != null && cut.isCutIn(cells)) {
                throw ContactFileException.at(file, cells.line(), ContactReason.CUT.of());
            }
            Row row = shape.row(cells);
            if (where == null || !(row instanceof Contact contact) || where.matches(contact)) {
                return row;
            }
            leftOut++;
        }
    }

    private RowCursor.@Nullable Cells nextCells() {
        try {
            return cursor.next();
        } catch (ContactFileException e) {
            // What is being written to is seldom whole.
            refuseChanged();
            throw e;
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
        List<Reason> notes = new ArrayList<>(cursor.notes());
        notes.addAll(headings.notes());
        if (filter != null && ended && leftOut == 0 && read > 0) {
            notes.add(Reason.at(filter.place(), ContactReason.WHERE_ALL.of(filter.text())));
        }
        return notes;
    }

    /** How the file is read, such as {@code UTF-8, comma}. */
    String describe() {
        return cursor.describe();
    }

    /** Rows that {@code where} left out so far. */
    long leftOut() {
        return leftOut;
    }

    @Override
    public void close() throws IOException {
        cursor.close();
    }

    /**
     * By what a file shows that somebody wrote into it, or put another in its place.
     *
     * @param key the file's own; null where the system has none
     */
    private record FileState(
            long size, FileTime written, @Nullable Object key) {

        static FileState of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileState(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
        }
    }
}
