package org.facteur.contact;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.facteur.address.AddressParser;
import org.facteur.address.ParsedAddress;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/** The first row: what the columns are called and which holds the address. */
final class Headings {

    /** In templates {@code contact} is the row itself. */
    private static final String RESERVED = "contact";

    /** What templates call the address, whatever its column is called. */
    static final String EMAIL = "email";

    /**
     * Which column holds the address.
     *
     * @param asked heading or plain name; null: the first with a usual name
     */
    record AddressColumn(@Nullable String asked) {

        private static final Set<String> USUAL = usual();

        private static Set<String> usual() {
            try (InputStream in = Objects.requireNonNull(Headings.class.getResourceAsStream("address-columns.txt"))) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .map(AddressColumn::letters)
                        .collect(Collectors.toUnmodifiableSet());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        boolean isCalled(String heading) {
            return asked == null ? USUAL.contains(letters(heading)) : isSame(heading, asked);
        }

        /**
         * Whether these are the headings of a file that begins so: above them a name, a date or some notes may stand, in fewer cells.
         *
         * @param first row of all; may be the same
         */
        boolean isHeadedBy(List<String> row, List<String> first) {
            boolean below = cells(first) == 1 || cells(row) > cells(first);
            return (below || row.equals(first)) && row.stream().anyMatch(this::isCalled);
        }

        private static long cells(List<String> row) {
            return row.stream().filter(cell -> !Cell.isEmpty(cell)).count();
        }

        /** Without accents, which Greek capitals lose, in one width, of which Japanese has two, and without what stands between words. */
        private static String letters(String heading) {
            return Normalizer.normalize(ColumnNames.plain(heading), Normalizer.Form.NFKD)
                    .replaceAll("[\\p{M}_]", "");
        }
    }

    private final List<String> names;
    private final int address;
    private final List<Reason> notes;

    private Headings(List<String> names, int address, List<Reason> notes) {
        this.names = List.copyOf(names);
        this.address = address;
        this.notes = List.copyOf(notes);
    }

    static Headings of(RowCursor.Cells first, ContactSource source, RowCursor cursor) {
        List<String> written = new ArrayList<>();
        for (String cell : first.values()) {
            written.add(Normalizer.normalize(Cell.shown(cell), Normalizer.Form.NFC));
        }
        // Left over at the end of the line; a cell that stands there belongs to another column, and pushes the row
        // aside.
        while (written.size() > 1 && written.get(written.size() - 1).isEmpty()) {
            written.remove(written.size() - 1);
        }
        @Nullable Reason problem = problem(written);
        if (problem != null) {
            throw ContactFileException.at(source.file(), first.line(), problem);
        }
        List<Reason> notes = new ArrayList<>();
        List<String> names = numbered(written, notes);
        AddressColumn wanted = new AddressColumn(source.emailColumn());
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).isEmpty() && wanted.isCalled(names.get(i))) {
                leaveEmailToTheAddress(names, i, notes);
                return new Headings(names, i, notes);
            }
        }
        Reason missing = withoutAddress(names, source.emailColumn(), cursor.text());
        throw ContactFileException.at(source.file(), first.line(), cursor.elsewhere(missing));
    }

    private static Reason withoutAddress(List<String> names, @Nullable String asked, @Nullable TextFormat format) {
        if (format != null && names.size() == 1 && DelimiterDetector.splits(names.get(0))) {
            return ContactReason.QUOTE_ROW.of(names.get(0));
        }
        return asked == null ? ContactReason.EMAIL.of(list(names)) : ContactReason.COLUMN.of(asked, list(names));
    }

    private static @Nullable Reason problem(List<String> names) {
        AddressParser parser = new AddressParser();
        for (String name : names) {
            if (!name.isEmpty() && parser.parse(name) instanceof ParsedAddress.Valid) {
                return ContactReason.HEADING_NONE.of(name);
            }
            if (ColumnNames.plain(name).equals(RESERVED)) {
                return ContactReason.HEADING_CONTACT.of(name);
            }
        }
        return null;
    }

    /** Exports have columns of one name, such as a town at home and at work: templates need names that differ. */
    private static List<String> numbered(List<String> written, List<Reason> notes) {
        Set<String> plainNames = plainNames(written);
        Set<String> taken = new HashSet<>();
        List<String> names = new ArrayList<>();
        for (String name : written) {
            String distinct = name;
            if (!name.isEmpty() && !taken.add(ColumnNames.plain(name))) {
                distinct = withNumber(name, plainNames);
                notes.add(ContactReason.HEADING_AGAIN.of(name, distinct, ColumnNames.plain(distinct)));
            }
            names.add(distinct);
        }
        return names;
    }

    private static Set<String> plainNames(List<String> names) {
        Set<String> plainNames = new HashSet<>();
        names.forEach(name -> plainNames.add(ColumnNames.plain(name)));
        return plainNames;
    }

    /**
     * With the first number that makes it another name.
     *
     * @param taken plain names; gets this one
     */
    private static String withNumber(String name, Set<String> taken) {
        int number = 2;
        while (!taken.add(ColumnNames.plain(name + " " + number))) {
            number++;
        }
        return name + " " + number;
    }

    /** In templates and unsubscribe links {@code email} is what is written to, and no other address that a person has. */
    private static void leaveEmailToTheAddress(List<String> names, int address, List<Reason> notes) {
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (i != address && ColumnNames.plain(name).equals(EMAIL)) {
                String distinct = withNumber(name, plainNames(names));
                names.set(i, distinct);
                notes.add(ContactReason.HEADING_EMAIL.of(
                        names.get(address), name, distinct, ColumnNames.plain(distinct)));
            }
        }
    }

    /** By heading or plain name, whatever the case. */
    static boolean isSame(String heading, String name) {
        return heading.equalsIgnoreCase(name.strip())
                || ColumnNames.plain(heading).equals(ColumnNames.plain(name));
    }

    static String list(List<String> names) {
        return String.join(", ", names.stream().filter(name -> !name.isEmpty()).toList());
    }

    /** As many as the heading line has cells, those without a heading "". */
    List<String> cells() {
        return names;
    }

    List<String> names() {
        return names.stream().filter(name -> !name.isEmpty()).toList();
    }

    String addressColumn() {
        return names.get(address);
    }

    /** Which of {@link #cells} that is, from 0. */
    int addressCell() {
        return address;
    }

    /** What its owner should know. */
    List<Reason> notes() {
        return notes;
    }
}
