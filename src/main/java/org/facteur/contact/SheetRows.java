package org.facteur.contact;

import java.util.ArrayList;
import java.util.List;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/** The rows of a sheet, whatever program its workbook is of. */
abstract class SheetRows implements RowCursor {

    private final ContactSource source;
    private final String kind;
    final SheetChoice choice;
    final ShownNumbers numbers;
    /** The row that was read last, as the sheet counts them. */
    long line;
    /** Rows that nobody sees, such as those that a filter hides. */
    long hidden;
    /** Formulas, and those of them whose result the file has: a program that only writes workbooks leaves it to the next one to calculate. */
    long formulas;

    long results;

    /**
     * @param kind of the workbook, such as {@code xlsx}
     * @param from1904 whether its days count from there, as on old Macs
     */
    SheetRows(ContactSource source, String kind, SheetChoice choice, boolean from1904) {
        this.source = source;
        this.kind = kind;
        this.choice = choice;
        this.numbers = new ShownNumbers(source.locale(), from1904);
    }

    /** What cannot be understood of the row after the last. */
    final ContactFileException damaged() {
        return damaged(source, line + 1);
    }

    static ContactFileException damaged(ContactSource source, long line) {
        return ContactFileException.at(source.file(), line, ContactReason.SHEET_DAMAGED.of());
    }

    @Override
    public final @Nullable TextFormat text() {
        return null;
    }

    @Override
    public final String describe() {
        return kind + ", " + choice.name();
    }

    @Override
    public final Reason empty() {
        return choice.empty();
    }

    @Override
    public Reason elsewhere(Reason problem) {
        return choice.elsewhere(problem);
    }

    @Override
    public final List<Reason> notes() {
        List<Reason> notes = new ArrayList<>(choice.notes(hidden));
        if (formulas > 0 && results == 0) {
            notes.add(ContactReason.SHEET_FORMULAS.of(formulas));
        }
        return notes;
    }
}
