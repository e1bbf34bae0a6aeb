package org.facteur.contact;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Which character stands between the cells. The heading line decides: the one that splits it. Where several do, the one that
 * sets a heading free that is known to hold addresses, then the one by which most of the first rows have as many cells.
 */
final class DelimiterDetector {

    private static final String CANDIDATES = ",;\t|";
    private static final int SAMPLE_BYTES = 64 * 1024;
    private static final int SAMPLE_ROWS = 50;

    /** The line by which a spreadsheet tells the delimiter itself, in quotes or not. */
    private static final Pattern TELLING =
            Pattern.compile("\\s*\"?sep=([^\\r\\n\"])\"?[ \\t;,]*[\\r\\n]", Pattern.CASE_INSENSITIVE);

    private static final Pattern TOLD = Pattern.compile("sep=.?", Pattern.CASE_INSENSITIVE);

    private DelimiterDetector() {}

    /**
     * @param mark bytes of the byte order mark
     */
    static char detect(Path file, Charset charset, int mark, Headings.AddressColumn wanted) throws IOException {
        String sample = sample(file, charset, mark);
        Matcher told = TELLING.matcher(sample);
        if (told.lookingAt()) {
            return told.group(1).charAt(0);
        }
        char best = CANDIDATES.charAt(0);
        Score highest = new Score(1, false, 0);
        for (int i = 0; i < CANDIDATES.length(); i++) {
            char candidate = CANDIDATES.charAt(i);
            Score score = score(sample, candidate, wanted);
            if (score.isHigherThan(highest)) {
                best = candidate;
                highest = score;
            }
        }
        return best;
    }

    /** Whether a cell holds what usually stands between cells. */
    static boolean splits(String cell) {
        return cell.chars().anyMatch(c -> CANDIDATES.indexOf(c) >= 0);
    }

    /**
     * What stands between the cells of a row that is one cell by the delimiter of its file; 0: nothing, or not between so many. An address with a comma
     * behind it, as a list of recipients leaves it, is one cell.
     */
    static char between(int cells, String row) {
        for (int i = 0; i < CANDIDATES.length(); i++) {
            char candidate = CANDIDATES.charAt(i);
            String[] parts = row.split(Pattern.quote(String.valueOf(candidate)), -1);
            if (parts.length == cells
                    && Stream.of(parts).filter(part -> !part.isBlank()).count() > 1) {
                return candidate;
            }
        }
        return 0;
    }

    /** Whether a row is the line by which a spreadsheet tells the delimiter. */
    static boolean isTold(List<String> cells) {
        return TOLD.matcher(cells.get(0)).matches() && cells.stream().skip(1).allMatch(String::isEmpty);
    }

    private static String sample(Path file, Charset charset, int mark) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(mark);
            return new String(in.readNBytes(SAMPLE_BYTES), charset);
        }
    }

    /**
     * @param cells of the heading line
     * @param agreeing rows with as many cells as the heading line
     */
    private record Score(int cells, boolean hasAddressColumn, int agreeing) {

        boolean isHigherThan(Score other) {
            if (cells == 1 || other.cells == 1) {
                return cells > other.cells;
            }
            if (hasAddressColumn != other.hasAddressColumn) {
                return hasAddressColumn;
            }
            return agreeing == other.agreeing ? cells > other.cells : agreeing > other.agreeing;
        }
    }

    private static Score score(String sample, char delimiter, Headings.AddressColumn wanted) throws IOException {
        List<List<String>> rows = rows(sample, delimiter);
        if (rows.isEmpty()) {
            return new Score(1, false, 0);
        }
        List<String> first = rows.get(0);
        List<String> headings = rows.stream()
                .limit(ContactReader.MOST_TITLES)
                .filter(row -> wanted.isHeadedBy(row, first))
                .findFirst()
                .orElse(first);
        boolean hasAddressColumn = headings.stream().anyMatch(wanted::isCalled);
        int agreeing =
                (int) rows.stream().filter(row -> row.size() == headings.size()).count();
        return new Score(headings.size(), hasAddressColumn, agreeing);
    }

    private static List<List<String>> rows(String sample, char delimiter) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        try (CSVParser parser = CSVParser.parse(new StringReader(sample), CsvRows.csv(delimiter))) {
            for (CSVRecord record : parser) {
                if (record.size() > 1 || !record.get(0).isBlank()) {
                    rows.add(record.toList());
                }
                if (rows.size() == SAMPLE_ROWS) {
                    break;
                }
            }
        } catch (UncheckedIOException tornByTheEndOfTheSample) {
            // What was read until there is enough; a quote that is really open is reported when the row is read.
            return rows;
        }
        return rows;
    }
}
