package org.facteur.cli.screen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Columns as wide as what is in them, or as there is room for; the last one is not filled up. */
public final class TextTable {

    private static final String GAP = "  ";
    /** Narrower than this no column is made. */
    private static final int LEAST = 8;

    private final List<String[]> rows = new ArrayList<>();

    public TextTable(String... headings) {
        rows.add(headings);
    }

    public void row(String... cells) {
        if (cells.length != rows.get(0).length) {
            throw new IllegalArgumentException(
                    cells.length + " cells in a table of " + rows.get(0).length + " columns");
        }
        rows.add(cells);
    }

    /** @param most columns of the terminal: where the table is wider, its widest columns are broken into lines */
    public Stream<String> lines(int most) {
        int[] widths = widths();
        while (width(widths) > most && Arrays.stream(widths).anyMatch(width -> width > LEAST)) {
            widths[widest(widths)]--;
        }
        return rows.stream().flatMap(cells -> lines(cells, widths));
    }

    /** How wide it is where nothing is broken. */
    public int width() {
        return width(widths());
    }

    private int[] widths() {
        return IntStream.range(0, rows.get(0).length)
                .map(column -> rows.stream()
                        .mapToInt(cells -> Columns.of(cells[column]))
                        .max()
                        .orElse(0))
                .toArray();
    }

    private static int width(int[] widths) {
        return Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1);
    }

    private static int widest(int[] widths) {
        return IntStream.range(0, widths.length)
                .reduce((one, other) -> widths[other] >= widths[one] ? other : one)
                .orElse(0);
    }

    private static Stream<String> lines(String[] cells, int[] widths) {
        List<List<String>> broken = IntStream.range(0, cells.length)
                .mapToObj(column -> broken(cells[column], widths[column]))
                .toList();
        int height = broken.stream().mapToInt(List::size).max().orElse(1);
        return IntStream.range(0, height).mapToObj(line -> line(broken, widths, line));
    }

    private static String line(List<List<String>> cells, int[] widths, int number) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String part = number < cells.get(column).size() ? cells.get(column).get(number) : "";
            line.append(part)
                    .append(" ".repeat(widths[column] - Columns.of(part)))
                    .append(GAP);
        }
        return line.toString().stripTrailing();
    }

    /** Between words, or inside one that is too long. */
    private static List<String> broken(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && Columns.of(line + " " + word) > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
            while (Columns.of(line.toString()) > width) {
                String fits = Columns.fitting(line.toString(), width);
                lines.add(fits);
                line.delete(0, fits.length());
            }
        }
        lines.add(line.toString());
        return lines;
    }
}
