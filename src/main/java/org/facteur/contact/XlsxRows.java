package org.facteur.contact;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Spliterator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.dhatim.fastexcel.reader.SheetVisibility;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a sheet of Excel's (ECMA-376), as the sheet shows them. Of the workbook only its texts are kept in memory, which its format
 * asks for: each cell names one by its number.
 */
final class XlsxRows extends SheetRows {

    /** A character that XML cannot hold, such as the {@code _x000D_} of a line break (ECMA-376, 22.9.2.19). */
    private static final Pattern ESCAPED = Pattern.compile("_x([0-9A-Fa-f]{4})_");

    private final ReadableWorkbook workbook;
    private final Spliterator<Row> rows;
    private final Locale locale;
    private @Nullable Cells cells;

    private XlsxRows(ContactSource source, ReadableWorkbook workbook, SheetChoice choice, Spliterator<Row> rows) {
        super(source, "xlsx", choice, workbook.isDate1904());
        this.workbook = workbook;
        this.rows = rows;
        this.locale = Objects.requireNonNullElse(source.locale(), Locale.ENGLISH);
    }

    /**
     * @param styled whether it says how numbers are shown
     * @throws ContactFileException where it has no such sheet, or cannot be understood
     */
    static XlsxRows open(ContactSource source, boolean styled) {
        try {
            ReadableWorkbook workbook = new ReadableWorkbook(source.file().toFile(), new ReadingOptions(styled, true));
            try {
                SheetChoice choice = new SheetChoice(source);
                workbook.getSheets()
                        .forEach(
                                sheet -> choice.add(sheet.getName(), sheet.getVisibility() == SheetVisibility.VISIBLE));
                Sheet sheet = workbook.findSheet(choice.name()).orElseThrow();
                return new XlsxRows(source, workbook, choice, sheet.openStream().spliterator());
            } catch (IOException | RuntimeException e) {
                workbook.close();
                throw e;
            }
        } catch (ContactFileException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Its bytes were read to the end before: what fails now is what they say.
            throw damaged(source, 1);
        }
    }

    @Override
    public @Nullable Cells next() {
        do {
            cells = null;
            try {
                if (!rows.tryAdvance(this::take)) {
                    return null;
                }
            } catch (RuntimeException e) {
                // The library says what it cannot understand with exceptions of many kinds.
                throw damaged();
            }
        } while (cells == null);
        return cells;
    }

    private void take(Row row) {
        // A row without a number, which some programs write, is the one after the last.
        line = Math.max(row.getRowNum(), line + 1);
        List<String> values = new ArrayList<>(row.getCellCount());
        for (int i = 0; i < row.getCellCount(); i++) {
            values.add(row.getOptionalCell(i).map(this::shown).orElse(""));
        }
        if (!RowCursor.isBlank(values)) {
            hidden += row.isHidden() ? 1 : 0;
            cells = new Cells(line, values, false);
        }
    }

    private String shown(Cell cell) {
        Object value = cell.getValue();
        if (cell.getFormula() != null) {
            formulas++;
            results += value == null ? 0 : 1;
        }
        if (value instanceof BigDecimal number) {
            Integer format = cell.getDataFormatId();
            return numbers.of(number, format == null ? 0 : format, cell.getDataFormatString());
        }
        if (value instanceof Boolean truth) {
            return (truth ? ContactReason.TRUE : ContactReason.FALSE).of().in(locale);
        }
        return value == null ? "" : unescaped(value.toString());
    }

    private static String unescaped(String text) {
        return text.contains("_x")
                ? ESCAPED.matcher(text)
                        .replaceAll(hex ->
                                Matcher.quoteReplacement(Character.toString((char) Integer.parseInt(hex.group(1), 16))))
                : text;
    }

    @Override
    public void close() throws IOException {
        workbook.close();
    }
}
