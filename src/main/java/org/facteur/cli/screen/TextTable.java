package org.facteur.cli.screen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Columns as wide as what is in them, or as there is room for, broken between words; the last one is not filled up. */
public final class TextTable {

    private static final String GAP = "  ";
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

    /**
     * @param most columns of the terminal: where the table is wider, its widest columns are broken into lines; where that would go through
     *     words, each cell has a line of its own, behind its heading
     */
    public Stream<String> lines(int most) {
        int[] widths = widths(Columns::of);
        int[] least = widths(TextTable::longestWord);
        while (width(widths) > most) {
            int widest = widest(widths, least);
            if (widths[widest] == least[widest]) {
                return stacked(most);
            }
            widths[widest]--;
        }
        return rows.stream().flatMap(cells -> lines(cells, widths));
    }

    private Stream<String> stacked(int most) {
        String[] headings = rows.get(0);
        int label = Arrays.stream(headings).mapToInt(Columns::of).max().orElse(0) + GAP.length();
        return rows.stream().skip(1).flatMap(cells -> {
            Stream<String> lines = IntStream.range(0, cells.length)
                    .filter(column -> !cells[column].isEmpty())
                    .mapToObj(column -> filled(headings[column], label) + cells[column])
                    .flatMap(cell -> Columns.lines(cell, most, " ".repeat(label)).stream());
            return Stream.concat(lines, Stream.of(""));
        });
    }

    /** How wide it is where nothing is broken. */
    public int width() {
        return width(widths(Columns::of));
    }

    /** Of each column, of the widest of its cells. */
    private int[] widths(ToIntFunction<String> wide) {
        return IntStream.range(0, rows.get(0).length)
                .map(column -> rows.stream()
                        .mapToInt(cells -> wide.applyAsInt(cells[column]))
                        .max()
                        .orElse(0))
                .toArray();
    }

    private static int longestWord(String text) {
        return Arrays.stream(text.split(" ", -1)).mapToInt(Columns::of).max().orElse(0);
    }

    private static int width(int[] widths) {
        return Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1);
    }

    /** Of those that can be narrower; any where none can. */
    private static int widest(int[] widths, int[] least) {
        return IntStream.range(0, widths.length)
                .reduce((one, other) -> room(widths, least, other) >= room(widths, least, one) ? other : one)
                .orElse(0);
    }

    private static int room(int[] widths, int[] least, int column) {
        return widths[column] > least[column] ? widths[column] : 0;
    }

    private static Stream<String> lines(String[] cells, int[] widths) {
        List<List<String>> broken = IntStream.range(0, cells.length)
                .mapToObj(column -> Columns.lines(cells[column], widths[column], ""))
                .toList();
        int height = broken.stream().mapToInt(List::size).max().orElse(1);
        return IntStream.range(0, height).mapToObj(line -> line(broken, widths, line));
    }

    private static String line(List<List<String>> cells, int[] widths, int number) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String part = number < cells.get(column).size() ? cells.get(column).get(number) : "";
            line.append(filled(part, widths[column])).append(GAP);
        }
        return line.toString().stripTrailing();
    }

    private static String filled(String text, int width) {
        // What is broken may run over by a blank at its end.
        return text + " ".repeat(Math.max(0, width - Columns.of(text)));
    }
}
