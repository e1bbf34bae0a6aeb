package org.facteur.contact;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.facteur.reason.Reason;

/**
 * Fits a row's cells under the headings.
 *
 * @param headings of every column in the file's order, "" where there is none
 */
record RowShape(Path file, List<String> headings, char delimiter) {

    /**
     * @throws ContactFileException where a cell holds something that no heading gives a name
     */
    Row row(RowCursor.Cells cells) {
        List<String> values = cells.values();
        int filled = values.size();
        while (filled > headings.size() && values.get(filled - 1).isBlank()) {
            filled--;
        }
        if (filled > headings.size()) {
            return unreadable(cells, filled);
        }
        Map<String, String> byHeading = new LinkedHashMap<>(headings.size() * 2);
        for (int i = 0; i < headings.size(); i++) {
            String value = i < filled ? values.get(i) : "";
            if (!headings.get(i).isEmpty()) {
                byHeading.put(headings.get(i), value);
            } else if (!value.isBlank()) {
                throw ContactFileException.at(file, cells.line(), ContactReason.ROW_HEADING.of(i + 1, value));
            }
        }
        return new Contact(cells.line(), Collections.unmodifiableMap(byHeading));
    }

    private Row unreadable(RowCursor.Cells cells, int filled) {
        String raw = RowCursor.csv(delimiter).format(cells.values().toArray());
        Reason name = TextFormat.name(delimiter);
        return new Row.Unreadable(cells.line(), raw, ContactReason.ROW_CELLS.of(filled, headings.size(), name));
    }
}
