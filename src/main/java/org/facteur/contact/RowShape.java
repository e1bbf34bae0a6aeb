package org.facteur.contact;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Fits a row's cells under the headings.
 *
 * @param headings of every column in the file's order, "" where there is none
 * @param text null where cells cannot be taken for others' by a stray sign
 */
record RowShape(Path file, List<String> headings, @Nullable TextFormat text) {

    /** Characters of a row as the ledger keeps it, headings and all. */
    private static final int LONGEST_STORED = 1_000_000;

    private static final Pattern ADDRESS = Pattern.compile("[^\\s@<>\"(),;:]+@[^\\s@<>\"(),;:]+\\.\\p{L}{2,}");

    /**
     * @throws ContactFileException where rows after this one stand in a cell of it, or it is longer than can be kept
     */
    Row row(RowCursor.Cells cells) {
        List<String> values = cells.values();
        if (text != null) {
            refuseSwallowed(cells, text.delimiter());
            @Nullable Reason wrong = misread(values, text.delimiter());
            if (wrong != null) {
                String raw = CsvRows.csv(text.delimiter()).format(values.toArray());
                return new Row.Unreadable(cells.line(), raw, wrong);
            }
        }
        Map<String, String> byHeading = new LinkedHashMap<>(headings.size() * 2);
        for (int i = 0; i < headings.size(); i++) {
            if (!headings.get(i).isEmpty()) {
                String value = i < values.size() ? values.get(i) : "";
                byHeading.put(headings.get(i), Cell.shown(value));
            }
        }
        refuseLong(cells.line(), byHeading);
        return new Contact(cells.line(), Collections.unmodifiableMap(byHeading));
    }

    /** Why the cells may not be those that were meant; null: nothing speaks for it. */
    private @Nullable Reason misread(List<String> values, char delimiter) {
        int filled = values.size();
        while (filled > headings.size() && Cell.isEmpty(values.get(filled - 1))) {
            filled--;
        }
        if (filled > headings.size()) {
            return ContactReason.ROW_CELLS.of(filled, headings.size(), TextFormat.name(delimiter));
        }
        if (values.size() > 1 || headings.size() == 1) {
            return null;
        }
        String row = values.get(0);
        if (row.indexOf(delimiter) >= 0) {
            return ContactReason.QUOTE_ROW.of(row);
        }
        char other = DelimiterDetector.between(headings.size(), row);
        return other == 0 ? null : ContactReason.ROW_DELIMITER.of(TextFormat.name(other), TextFormat.name(delimiter));
    }

    /** A quote that stands in the text by mistake makes one cell of it and all rows up to the next quote. */
    private void refuseSwallowed(RowCursor.Cells cells, char delimiter) {
        for (String cell : cells.values()) {
            // A line break at an edge, as a spreadsheet's Alt+Enter leaves it, parts nothing.
            String value = cell.strip();
            boolean spansLines = value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0;
            if (spansLines && (hasAddress(value) || hasRow(value, delimiter))) {
                throw ContactFileException.at(file, cells.line(), ContactReason.QUOTE_ROWS.of());
            }
        }
    }

    private static boolean hasAddress(String value) {
        return value.indexOf('@') >= 0 && ADDRESS.matcher(value).find();
    }

    private boolean hasRow(String value, char delimiter) {
        int needed = Math.max(2, headings.size() - 1);
        return value.lines()
                .skip(1)
                .anyMatch(line -> line.chars().filter(c -> c == delimiter).count() >= needed);
    }

    private void refuseLong(long line, Map<String, String> values) {
        long characters = 0;
        String longest = "";
        for (Map.Entry<String, String> value : values.entrySet()) {
            characters += value.getKey().length() + value.getValue().length() + 6;
            longest =
                    value.getValue().length() > values.getOrDefault(longest, "").length() ? value.getKey() : longest;
        }
        // An escaped character takes up to six.
        if (characters * 6 > LONGEST_STORED && stored(values) > LONGEST_STORED) {
            throw ContactFileException.at(
                    file, line, ContactReason.ROW_LONG.of(stored(values), LONGEST_STORED, longest));
        }
    }

    private static long stored(Map<String, String> values) {
        return values.entrySet().stream()
                .mapToLong(value -> 6 + escaped(value.getKey()) + escaped(value.getValue()))
                .sum();
    }

    private static long escaped(String text) {
        return text.chars()
                .mapToLong(c -> c == '"' || c == '\\' || c == '\n' || c == '\r' || c == '\t' ? 2 : c < ' ' ? 6 : 1)
                .sum();
    }
}
