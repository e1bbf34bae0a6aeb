package org.facteur.contact;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/** Which sheet of a workbook is read: the one that the job file names, else the first that is not hidden. */
final class SheetChoice {

    private final ContactSource source;
    private final List<String> all = new ArrayList<>();
    private final List<String> visible = new ArrayList<>();

    SheetChoice(ContactSource source) {
        this.source = source;
    }

    /** Sheets in the workbook's order. */
    void add(String name, boolean shown) {
        all.add(name);
        if (shown) {
            visible.add(name);
        }
    }

    /** Whether this is the one, so far as is known yet. */
    boolean isMeant(String name) {
        return source.sheet() != null
                ? isSame(name, source.sheet())
                : !visible.isEmpty() && visible.get(0).equals(name);
    }

    /**
     * @throws ContactFileException where there is no such sheet
     */
    String name() {
        @Nullable String asked = source.sheet();
        for (String name : asked == null ? visible : all) {
            if (isMeant(name)) {
                return name;
            }
        }
        throw ContactFileException.at(
                source.file(),
                1,
                asked == null ? ContactReason.SHEET_NONE.of() : ContactReason.SHEET.of(asked, listed(all)));
    }

    private static boolean isSame(String name, String asked) {
        return Normalizer.normalize(name.strip(), Normalizer.Form.NFC)
                .equalsIgnoreCase(Normalizer.normalize(asked.strip(), Normalizer.Form.NFC));
    }

    private static String listed(List<String> names) {
        return String.join(", ", names);
    }

    Reason empty() {
        return all.size() > 1 ? ContactReason.SHEET_EMPTY.of(name(), listed(all)) : ContactReason.EMPTY.of();
    }

    Reason elsewhere(Reason problem) {
        return all.size() > 1 ? ContactReason.SHEET_OTHERS.of(problem, name(), listed(all)) : problem;
    }

    /**
     * @param hidden rows of it that nobody sees, such as those that a filter hides
     */
    List<Reason> notes(long hidden) {
        List<Reason> notes = new ArrayList<>();
        if (source.sheet() == null && visible.size() > 1) {
            notes.add(ContactReason.SHEET_FIRST.of(name(), listed(visible)));
        }
        if (hidden > 0) {
            notes.add(ContactReason.SHEET_HIDDEN.of(hidden));
        }
        return notes;
    }
}
