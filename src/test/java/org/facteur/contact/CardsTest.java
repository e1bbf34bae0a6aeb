package org.facteur.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Address cards as address books export them. */
class CardsTest {

    /** Of macOS, with a picture in many lines. */
    private static final String APPLE = """
            BEGIN:VCARD\r
            VERSION:3.0\r
            PRODID:-//Apple Inc.//macOS 14.4//EN\r
            N:Durand;Zoé;Anne;Mme;\r
            FN:Mme Zoé Anne Durand\r
            ORG:École;Secrétariat\r
            EMAIL;type=INTERNET;type=HOME:zoe@maison.example\r
            item1.EMAIL;type=INTERNET;type=WORK;type=pref:zoe@ecole.example\r
            item1.X-ABLabel:_$!<School>!$_\r
            TEL;type=HOME;type=VOICE:01 23 45 67 89\r
            TEL;type=CELL;type=VOICE;type=pref:06 12 34 56 78\r
            item2.ADR;type=HOME;type=pref:;;1\\, rue Haute;Brest;;29200;France\r
            item2.X-ABADR:fr\r
            NOTE:première ligne\\nseconde li\r
             gne\r
            BDAY;X-APPLE-OMIT-YEAR=1604:1604-03-09\r
            CATEGORIES:amis,voisins\r
            PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAA\r
             BEGIN:VCARD\r
             END:VCARD\r
            UID:1\r
            END:VCARD\r
            """;

    private static final String LIST = """
            BEGIN:VCARD
            VERSION:3.0
            N:Famille
            FN:Famille
            X-ADDRESSBOOKSERVER-KIND:group
            X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:1
            END:VCARD
            """;

    private static final String VERSION_4 = """
            BEGIN:VCARD
            VERSION:4.0
            FN:Paul Petit
            N:Petit;Paul;;;
            EMAIL;PREF=2:paul@deux.example
            EMAIL;PREF=1:paul@un.example
            TEL;VALUE=uri;TYPE=cell:tel:+33-6-12-34-56-78
            BDAY:--1231
            LANG:de
            PHOTO:data:image/jpeg;base64,AAAA
            END:VCARD
            """;

    /** Of an old telephone. */
    private static final String VERSION_2 = """
            BEGIN:VCARD
            VERSION:2.1
            N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Lef=C3=A8vre;Jean;;;
            EMAIL;INTERNET:jean@x.example
            PHOTO;JPEG;ENCODING=BASE64:
             AAAA

            END:VCARD
            """;

    @TempDir
    private Path folder;

    private ContactSource cards(String text, Charset charset, @Nullable Locale locale) {
        try {
            Path file = Files.writeString(folder.resolve("cards.vcf"), text, charset);
            return new ContactSource(file, null, null, null, null, null, locale);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ContactSource cards(String text) {
        return cards(text, StandardCharsets.UTF_8, null);
    }

    private static List<Listed> rest(Recipients recipients) {
        List<Listed> all = new ArrayList<>();
        for (Listed row = recipients.next(); row != null; row = recipients.next()) {
            all.add(row);
        }
        return all;
    }

    private static List<Listed> walk(ContactSource source) {
        try (Recipients recipients = Recipients.open(source, Suppressions.NONE)) {
            return rest(recipients);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> values(Listed row) {
        return ((Recipient) row).contact().values();
    }

    @Test
    void a_card_of_apples_is_a_row_with_its_preferred_address() {
        List<Listed> rows = walk(cards(LIST + APPLE));

        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).line()).isEqualTo(8);
        assertThat(values(rows.get(0)))
                .containsEntry("email", "zoe@ecole.example")
                .containsEntry("name", "Mme Zoé Anne Durand")
                .containsEntry("prefix", "Mme")
                .containsEntry("first name", "Zoé")
                .containsEntry("last name", "Durand")
                .containsEntry("organization", "École, Secrétariat")
                .containsEntry("phone", "06 12 34 56 78")
                .containsEntry("street", "1, rue Haute")
                .containsEntry("postal code", "29200")
                .containsEntry("city", "Brest")
                .containsEntry("note", "première ligne\nseconde ligne")
                .containsEntry("birthday", "--03-09")
                .containsEntry("categories", "amis, voisins");
    }

    @Test
    void versions_4_and_2_are_read_too() {
        List<Listed> rows = walk(cards(VERSION_4 + "\n" + VERSION_2));

        assertThat(values(rows.get(0)))
                .containsEntry("email", "paul@un.example")
                .containsEntry("phone", "+33-6-12-34-56-78")
                .containsEntry("birthday", "--12-31")
                .containsEntry("language", "de");
        assertThat(values(rows.get(1))).containsEntry("last name", "Lefèvre").containsEntry("email", "jean@x.example");
    }

    @Test
    void a_mailing_in_french_has_french_columns() throws IOException {
        try (Recipients recipients =
                Recipients.open(cards(APPLE, StandardCharsets.UTF_8, Locale.FRANCE), Suppressions.NONE)) {
            assertThat(recipients.columns()).contains("email", "prénom", "nom", "ville", "civilité");
            assertThat(values(rest(recipients).get(0))).containsEntry("prénom", "Zoé");
        }
    }

    @Test
    void cards_in_the_charset_of_another_time_are_read() {
        for (Charset charset :
                List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16, Charset.forName("windows-1252"))) {
            assertThat(values(walk(cards(APPLE, charset, Locale.FRANCE)).get(0)))
                    .containsEntry("prénom", "Zoé");
        }
    }

    @Test
    void encoded_letters_that_name_no_charset_are_utf_8_or_what_the_job_file_says() throws IOException {
        String unnamed = VERSION_2.replace("CHARSET=UTF-8;", "");
        ContactSource source = cards(unnamed.replace("=C3=A8", "=E8"));

        // The machine's own charset has no say: under cron it is ASCII.
        assertThat(values(walk(cards(unnamed)).get(0))).containsEntry("last name", "Lefèvre");
        cards(unnamed.replace("=C3=A8", "=E8"));
        assertThat(catchThrowableOfType(ContactFileException.class, () -> walk(source)))
                .hasMessageStartingWith(
                        source.file() + ":1: nothing in this card says in which charset its letters are")
                .hasMessageContaining("charset: windows-1252");
        ContactSource said =
                new ContactSource(source.file(), Charset.forName("windows-1252"), null, null, null, null, null);
        assertThat(values(walk(said).get(0))).containsEntry("last name", "Lefèvre");
    }

    @Test
    void a_letter_that_was_lost_before_stops_no_file() {
        assertThat(values(walk(cards(VERSION_2.replace("CHARSET=UTF-8;", "").replace("=C3=A8", "\uFFFD") + APPLE))
                        .get(1)))
                .containsKey("email");
    }

    @Test
    void a_letter_that_was_lost_before_hides_none_that_is_lost_now() throws IOException {
        String card = VERSION_2.replace("CHARSET=UTF-8;", "").replace("=C3=A8", "=E8");
        ContactSource source = cards(card.replace("END:VCARD", "NOTE:x\uFFFDy\nEND:VCARD"));

        assertThat(catchThrowableOfType(ContactFileException.class, () -> walk(source)))
                .hasMessageContaining("nothing in this card says in which charset its letters are");
    }

    @Test
    void a_card_without_address_is_left_out_and_one_with_several_is_told() throws IOException {
        String without = "BEGIN:VCARD\nVERSION:3.0\nFN:Le Plombier\nN:;Le Plombier;;;\nTEL:3\nEND:VCARD\n";
        try (Recipients recipients = Recipients.open(cards(without + APPLE + VERSION_4), Suppressions.NONE)) {
            assertThat(rest(recipients).get(0)).isInstanceOf(Exclusion.class);
            assertThat(recipients.notes()).containsExactly(ContactReason.ADDRESS_SEVERAL.of(2, 7));
        }
    }

    @Test
    void a_walk_goes_on_where_it_was_left() throws IOException {
        ContactSource source = cards(APPLE + LIST + VERSION_4 + VERSION_2);
        List<Listed> all = walk(source);

        for (int rows = 0; rows <= all.size(); rows++) {
            try (Recipients recipients = Recipients.openAt(source, Suppressions.NONE, rows)) {
                assertThat(rest(recipients)).isEqualTo(all.subList(rows, all.size()));
            }
        }
    }

    @Test
    void a_file_that_ends_in_the_middle_of_a_card_is_told_so() {
        ContactSource source = cards(VERSION_4 + VERSION_4.substring(0, 100));

        assertThat(catchThrowableOfType(ContactFileException.class, () -> walk(source)))
                .hasMessage(source.file() + ":12: the file ends in the middle of the card that begins here; export the"
                        + " cards again");
    }

    @Test
    void a_picture_of_many_megabytes_takes_no_memory_and_does_no_harm() {
        String picture = "PHOTO;ENCODING=b:" + ("A".repeat(75) + "\r\n ").repeat(100_000) + "\r\n";

        List<Listed> rows = walk(cards(VERSION_4.replace("LANG:de\n", picture)));

        assertThat(values(rows.get(0))).containsEntry("email", "paul@un.example");
    }

    @Test
    void what_is_no_card_at_all_is_a_row_left_out() {
        List<Listed> rows = walk(cards("BEGIN:VCARD\nnothing\n:;:;\n=\nEND:VCARD\n"));

        assertThat(rows)
                .singleElement()
                .isInstanceOfSatisfying(
                        Exclusion.class, row -> assertThat(row.reason().key()).startsWith("address."));
    }
}
