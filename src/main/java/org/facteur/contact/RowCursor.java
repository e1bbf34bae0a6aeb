package org.facteur.contact;

import java.io.Closeable;
import java.util.List;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/** Walks over the rows of a contacts file, headings first, whatever its format. Blank rows are passed over. Not for more than one thread. */
interface RowCursor extends Closeable {

    /**
     * @param line where it begins, 1 for the first: of a sheet its row, of an address card the line that opens it
     * @param last whether no row follows; known of a text only, which may have been cut
     */
    record Cells(long line, List<String> values, boolean last) {}

    /**
     * Null at the end.
     *
     * @throws ContactFileException where nothing after this row can be trusted
     */
    @Nullable
    Cells next();

    /** How text is told from text; null where the format itself keeps its cells apart. */
    @Nullable
    TextFormat text();

    /** How the file is read, such as {@code UTF-8, comma}. */
    String describe();

    /** What to say where there is not even a heading. */
    Reason empty();

    /**
     * What to say where no heading is that of the addresses.
     *
     * @param problem as it is of any file
     * @return the same, and where else in this file rows may be
     */
    default Reason elsewhere(Reason problem) {
        return problem;
    }

    /** What its owner should know of what was read so far. */
    default List<Reason> notes() {
        return List.of();
    }

    static boolean isBlank(Iterable<String> cells) {
        for (String cell : cells) {
            if (!Cell.isEmpty(cell)) {
                return false;
            }
        }
        return true;
    }
}
