package org.facteur.contact;

import ezvcard.VCard;
import ezvcard.io.text.VCardReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.facteur.contact.charset.Detection;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/** Address cards, each a row (vCard 2.1, 3.0 of RFC 2426, 4.0 of RFC 6350). One card is in memory at a time, and no picture. */
final class CardRows implements RowCursor {

    /** What is large and no letter prints, on its lines and those that go on from them. */
    private static final Pattern LARGE =
            Pattern.compile("(?:[\\w-]+\\.)?(?:PHOTO|LOGO|SOUND|KEY)[;:].*", Pattern.CASE_INSENSITIVE);

    /** A list of people in Apple's and other address books is a card, too. */
    private static final Pattern LIST =
            Pattern.compile("(?:KIND|X-ADDRESSBOOKSERVER-KIND)(?:;[^:]*)?:group\\s*", Pattern.CASE_INSENSITIVE);

    /** In the place of what is no letter. */
    private static final char LOST = '\uFFFD';

    private final Path file;
    private final DecodedFile text;
    private final BufferedReader lines;
    private final @Nullable Charset said;
    private final boolean french;
    private long line;
    private boolean headed;

    private CardRows(ContactSource source, DecodedFile text) {
        this.file = source.file();
        this.text = text;
        this.lines = new BufferedReader(text);
        this.said = source.charset();
        Locale locale = source.locale();
        this.french = locale != null && locale.getLanguage().equals("fr");
    }

    static CardRows open(ContactSource source) throws IOException {
        if (source.sheet() != null) {
            throw ContactFileException.at(source.file(), 1, ContactReason.SHEET_TEXT.of());
        }
        Detection.Text detected = TextFormat.text(source);
        return new CardRows(
                source, DecodedFile.open(source.file(), new TextFormat(detected.charset(), detected.mark(), ',')));
    }

    @Override
    public @Nullable Cells next() {
        if (!headed) {
            headed = true;
            return new Cells(
                    1,
                    Stream.of(CardColumn.values())
                            .map(column -> column.heading(french))
                            .toList(),
                    false);
        }
        try {
            return card();
        } catch (DecodedFile.RowTooLongException e) {
            throw ContactFileException.at(file, line, ContactReason.CARD_LONG.of(DecodedFile.LONGEST_ROW));
        } catch (IOException e) {
            throw ContactFileException.unreadable(
                    file, ContactReason.UNREADABLE_LINE.of(line, String.valueOf(e.getMessage())));
        }
    }

    private @Nullable Cells card() throws IOException {
        while (true) {
            String first = read();
            while (first != null && !isMark(first, "BEGIN")) {
                first = read();
            }
            if (first == null) {
                return null;
            }
            long began = line;
            Written written = written(began);
            if (!written.list()) {
                return new Cells(began, cells(written.card(), began), false);
            }
        }
    }

    /**
     * A card as it is written.
     *
     * @param list whether it is one of people, not a person
     */
    private record Written(String card, boolean list) {}

    private Written written(long began) throws IOException {
        StringBuilder card = new StringBuilder("BEGIN:VCARD\r\n");
        boolean large = false;
        boolean list = false;
        text.startRow();
        // A card may hold another, of an assistant.
        for (int open = 1; open > 0; ) {
            String next = read();
            if (next == null) {
                throw ContactFileException.at(file, began, ContactReason.CARD_CUT.of());
            }
            boolean goesOn = next.startsWith(" ") || next.startsWith("\t");
            large = goesOn ? large : LARGE.matcher(next).matches();
            if (!large) {
                open += isMark(next, "BEGIN") ? 1 : isMark(next, "END") ? -1 : 0;
                list |= LIST.matcher(next).matches();
                card.append(next).append("\r\n");
            }
        }
        return new Written(card.toString(), list);
    }

    private @Nullable String read() throws IOException {
        String next = lines.readLine();
        line += next == null ? 0 : 1;
        return next;
    }

    private static boolean isMark(String line, String word) {
        return line.strip().equalsIgnoreCase(word + ":VCARD");
    }

    /**
     * Older programs write letters beyond ASCII in quoted-printable, and need not say of which charset: of UTF-8, or of what the job file says. Left
     * to the library, the machine's own would decide, which is ASCII under cron.
     */
    private List<String> cells(String written, long began) throws IOException {
        List<String> cells = cells(written, StandardCharsets.UTF_8);
        Optional<String> lost = lost(cells, written);
        if (lost.isEmpty()) {
            return cells;
        }
        if (said == null) {
            throw ContactFileException.at(file, began, ContactReason.CARD_CHARSET.of(lost.get()));
        }
        return cells(written, said);
    }

    /** The first cell with a letter that is lost in UTF-8. One that was lost before is so whatever the charset. */
    private static Optional<String> lost(List<String> cells, String written) throws IOException {
        if (cells.stream().allMatch(cell -> cell.indexOf(LOST) < 0)) {
            return Optional.empty();
        }
        List<String> bytes = cells(written, StandardCharsets.ISO_8859_1);
        return IntStream.range(0, cells.size())
                .filter(i -> cells.get(i).indexOf(LOST) >= 0 && bytes.get(i).indexOf(LOST) < 0)
                .mapToObj(cells::get)
                .findFirst();
    }

    private static List<String> cells(String written, Charset quotedPrintable) throws IOException {
        try (VCardReader reader = new VCardReader(written)) {
            reader.setDefaultQuotedPrintableCharset(quotedPrintable);
            VCard card = reader.readNext();
            return Stream.of(CardColumn.values())
                    .map(column -> card == null ? "" : column.of(card))
                    .toList();
        }
    }

    @Override
    public @Nullable TextFormat text() {
        return null;
    }

    @Override
    public String describe() {
        return "vCard";
    }

    @Override
    public Reason empty() {
        return ContactReason.EMPTY.of();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
