package org.facteur.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.crypt.Encryptor;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Workbooks as LibreOffice saves them: {@code sheets/contacts.fods} is what they are made of. */
class SheetsTest {

    @TempDir
    Path folder;

    private Path file(String name) {
        try (InputStream in = SheetsTest.class.getResourceAsStream("sheets/" + name)) {
            return Files.write(
                    folder.resolve(name), Objects.requireNonNull(in, name).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ContactSource source(Path file, @Nullable String sheet, @Nullable Locale locale) {
        return new ContactSource(file, null, null, sheet, null, null, locale);
    }

    private static List<Listed> walk(ContactSource source) {
        try (Recipients recipients = Recipients.open(source, Suppressions.NONE)) {
            return rest(recipients);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Listed> rest(Recipients recipients) {
        List<Listed> all = new ArrayList<>();
        for (Listed row = recipients.next(); row != null; row = recipients.next()) {
            all.add(row);
        }
        return all;
    }

    private static Map<String, String> values(Listed row) {
        return ((Recipient) row).contact().values();
    }

    private static ContactFileException failure(ContactSource source) {
        return catchThrowableOfType(ContactFileException.class, () -> walk(source));
    }

    @ParameterizedTest
    @ValueSource(strings = {"contacts.xlsx", "contacts.ods"})
    void cells_are_read_as_the_sheet_shows_them_below_its_title_from_the_first_sheet_that_is_not_hidden(String name) {
        List<Listed> rows = walk(source(file(name), null, Locale.FRANCE));

        assertThat(rows).extracting(Listed::line).containsExactly(4L, 7L, 8L);
        assertThat(values(rows.get(0)))
                .containsEntry("Prénom", "Zoé")
                .containsEntry("Adresse e-mail", "zoe@x.fr")
                .containsEntry("Né le", "09/03/1957")
                .containsEntry("Téléphone", "06 12 34 56 78")
                .containsEntry("Code postal", "01000")
                .containsEntry("Part", "25%")
                .containsEntry("Adresse", "1, rue Haute\n29200 Brest");
        assertThat(values(rows.get(0)).get("Don")).matches("1\\p{Z}234,50\\p{Z}€");
        assertThat(values(rows.get(1)))
                .containsEntry("Né le", "31 décembre 2026")
                .containsEntry("Téléphone", "33612345678")
                .containsEntry("Code postal", "2A004")
                .containsEntry("Part", "20:30");
        assertThat(values(rows.get(1)).get("Don")).matches("0[,.]3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"contacts.xlsx", "contacts.ods"})
    void a_telephone_number_is_never_a_power_of_ten_and_remarks_beside_and_behind_cells_are_no_cells(String name) {
        Listed last = walk(source(file(name), "amis", null)).get(2);

        assertThat(values(last)).containsEntry("Téléphone", "612345678").containsEntry("Adresse e-mail", "paul@x.fr");
        assertThat(values(last).values()).noneMatch(value -> value.contains("ami") || value.contains("rappeler"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"contacts.xlsx", "contacts.ods"})
    void a_sheet_goes_by_its_name_a_hidden_one_too(String name) {
        Path file = file(name);

        assertThat(walk(source(file, "CLIENTS 2026 ", null)))
                .extracting(Listed::line)
                .containsExactly(2L, 3L);
        assertThat(walk(source(file, "Calculs", null))).hasSize(1);
        assertThat(failure(source(file, "Clients", null)))
                .hasMessage(file + ":1: no sheet is called \"Clients\"; the sheets are: Calculs, Amis, Vide, Clients"
                        + " 2026; write one of them as contacts.sheet");
        assertThat(failure(source(file, "Vide", null)))
                .hasMessageContaining("the sheet \"Vide\" is empty")
                .hasMessageContaining("the sheets are: Calculs, Amis, Vide, Clients 2026");
    }

    @ParameterizedTest
    @ValueSource(strings = {"contacts.xlsx", "contacts.ods"})
    void the_owner_is_told_which_sheet_was_taken_and_that_hidden_rows_are_read(String name) throws IOException {
        try (Recipients recipients = Recipients.open(source(file(name), null, null), Suppressions.NONE)) {
            rest(recipients);

            assertThat(recipients.notes())
                    .containsExactly(
                            ContactReason.SHEET_FIRST.of("Amis", "Amis, Vide, Clients 2026"),
                            ContactReason.SHEET_HIDDEN.of(1));
            assertThat(recipients.describe()).isEqualTo(name.replaceFirst(".*\\.", "") + ", Amis");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"contacts.xlsx", "contacts.ods"})
    void where_the_headings_name_no_addresses_the_other_sheets_are_told(String name) {
        ContactSource source = new ContactSource(file(name), null, null, null, "Courriel", null, null);

        assertThat(failure(source))
                .hasMessageContaining("no column is called \"Courriel\"")
                .hasMessageEndingWith(
                        "; this is the sheet \"Amis\" of: Calculs, Amis, Vide, Clients 2026; contacts.sheet names another");
    }

    @Test
    void formulas_that_nobody_calculated_are_told_of_and_one_whose_result_is_empty_is_not() throws IOException {
        String heading = "<row r='1'><c r='A1' t='str'><v>email</v></c><c r='B1' t='str'><v>greeting</v></c></row>";
        String address = "<row r='2'><c r='A2' t='str'><v>zoe@x.fr</v></c>";
        Path uncalculated = workbook("<worksheet><sheetData>" + heading + address
                + "<c r='B2'><f>CONCATENATE(1,2)</f><v></v></c></row></sheetData></worksheet>");
        try (Recipients recipients = Recipients.open(source(uncalculated, null, null), Suppressions.NONE)) {
            assertThat(values(rest(recipients).get(0))).containsEntry("greeting", "");
            assertThat(recipients.notes()).containsExactly(ContactReason.SHEET_FORMULAS.of(1));
        }
        Path calculated = workbook("<worksheet><sheetData>" + heading + address
                + "<c r='B2' t='str'><f>A2</f><v>zoe@x.fr</v></c><c r='C2' t='str'><f>B9</f><v></v></c></row>"
                + "</sheetData></worksheet>");
        try (Recipients recipients = Recipients.open(source(calculated, null, null), Suppressions.NONE)) {
            rest(recipients);
            assertThat(recipients.notes()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -1234.5 | _-* #,##0.00\\ "€"_-;-* #,##0.00\\ "€"_-;_-* "-"??\\ "€"_- | -1 234,50 €
            1234.5  | _-* #,##0.00\\ "€"_-;-* #,##0.00\\ "€"_-;_-* "-"??\\ "€"_- | 1 234,50 €
            5       | "n° "0 | n° 5
            """)
    void what_fills_a_cell_to_its_width_is_not_shown(String value, String format, String shown) {
        assertThat(new ShownNumbers(Locale.FRANCE, false)
                        .of(new BigDecimal(value), 164, format)
                        .replaceAll("\\p{Z}", " "))
                .isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"contacts.xlsx", "contacts.ods"})
    void a_walk_goes_on_where_it_was_left(String name) throws IOException {
        ContactSource source = source(file(name), null, Locale.FRANCE);
        List<Listed> all = walk(source);

        for (int rows = 0; rows <= all.size(); rows++) {
            try (Recipients rest = Recipients.openAt(source, Suppressions.NONE, rows)) {
                assertThat(rest(rest)).isEqualTo(all.subList(rows, all.size()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"contacts.xlsx", "contacts.ods"})
    void a_workbook_that_is_saved_while_it_is_read_stops_the_walk(String name) throws IOException {
        Path file = file(name);
        try (Recipients recipients = Recipients.open(source(file, null, null), Suppressions.NONE)) {
            recipients.next();
            Files.write(file, new byte[] {1}, StandardOpenOption.APPEND);

            assertThat(catchThrowableOfType(ContactFileException.class, () -> rest(recipients)))
                    .hasMessageContaining("was written to while it was being read");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"contacts.xlsx", "contacts.ods"})
    void a_file_that_is_cut_anywhere_is_told_so(String name) throws IOException {
        byte[] whole = Files.readAllBytes(file(name));

        for (int length = 5_000; length < whole.length; length += 1_000) {
            Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));

            assertThat(failure(source(cut, null, null)))
                    .hasMessageStartingWith(cut + ":1: the file is damaged or not whole");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"contacts.xlsx", "contacts.ods"})
    void a_byte_that_a_disk_has_changed_is_found_or_does_no_harm(String name) throws IOException {
        byte[] whole = Files.readAllBytes(file(name));
        List<Listed> all = walk(source(file(name), null, null));

        for (int at = 40; at < whole.length; at += 97) {
            byte[] changed = whole.clone();
            changed[at] ^= 0x10;
            Path file = Files.write(folder.resolve("changed"), changed);
            ContactFileException failure = failure(source(file, null, null));
            if (failure == null) {
                assertThat(walk(source(file, null, null))).as("byte " + at).isEqualTo(all);
            } else {
                assertThat(failure.missing()).isFalse();
            }
        }
    }

    @Test
    void a_password_is_told_with_how_to_take_it_off() throws IOException, GeneralSecurityException {
        assertThat(failure(source(file("password.ods"), null, null)))
                .hasMessageContaining("this workbook is protected by a password");

        Path sealed = folder.resolve("sealed.xlsx");
        EncryptionInfo encryption = new EncryptionInfo(EncryptionMode.agile);
        Encryptor encryptor = encryption.getEncryptor();
        encryptor.confirmPassword("secret");
        try (POIFSFileSystem files = new POIFSFileSystem();
                OutputStream out = Files.newOutputStream(sealed)) {
            try (OutputStream in = encryptor.getDataStream(files)) {
                Files.copy(file("contacts.xlsx"), in);
            }
            files.writeFilesystem(out);
        }
        assertThat(failure(source(sealed, null, null)))
                .hasMessageContaining("this workbook is protected by a password");
    }

    @Test
    void a_workbook_of_old_is_told_with_how_to_save_it() {
        assertThat(failure(source(file("contacts.xls"), null, null)))
                .hasMessageContaining("(.xls, .doc); open it, choose Save As and \"Excel Workbook (.xlsx)\"");
    }

    @Test
    void a_sheet_is_asked_of_a_file_that_has_none() throws IOException {
        Path csv = Files.writeString(folder.resolve("a.csv"), "email\na@x.fr\n");

        assertThat(failure(source(csv, "Amis", null))).hasMessageContaining("the file has no sheets");
    }

    @Test
    void a_part_that_unpacks_without_end_is_not_unpacked_to_its_end() throws IOException {
        Path bomb = folder.resolve("bomb.xlsx");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
            zip.putNextEntry(new ZipEntry("[Content_Types].xml"));
            zip.putNextEntry(new ZipEntry("xl/workbook.xml"));
            zip.putNextEntry(new ZipEntry("xl/sharedStrings.xml"));
            byte[] spaces = new byte[1 << 20];
            Arrays.fill(spaces, (byte) ' ');
            for (int i = 0; i < 200; i++) {
                zip.write(spaces);
            }
        }

        assertThat(failure(source(bomb, null, null)))
                .hasMessageContaining("xl/sharedStrings.xml in the file unpacks to far more than any sheet holds");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "xl/workbook.bin | a binary workbook (.xlsb)",
                "word/document.xml | a Word document",
                "content.xml | not a spreadsheet",
                "Index/Document.iwa | a document of Apple's",
                "photo.jpg | an archive"
            })
    void what_else_is_zipped_is_told_as_what_it_is(String part, String kind) throws IOException {
        assertThat(failure(source(zip(Map.of(part, "")), null, null))).hasMessageContaining(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>99</v></c></row>",
                "<worksheet><sheetData><row r='1'><c r='A1' t='q'><v>1</v></c></row>",
                "<worksheet><sheetData><row r='x'>",
                "<worksheet><sheetData><row r='1'><c t='inlineStr'><is><t>email</t></is></c></row><row><oops></row>",
                "no xml"
            })
    void a_sheet_that_cannot_be_understood_is_told_so(String sheet) throws IOException {
        assertThat(failure(source(workbook(sheet), null, null)))
                .hasMessageContaining("the workbook cannot be understood from here on");
    }

    @Test
    void texts_within_cells_and_rows_without_numbers_are_read_as_well() throws IOException {
        String rows = "<worksheet><sheetData>"
                + "<row><c t='inlineStr'><is><t>email</t></is></c><c t='inlineStr'><is><t>nom</t></is></c></row>"
                + "<row><c t='inlineStr'><is><t>a@x.fr</t></is></c><c t='inlineStr'><is><t>A_x000D_\nB</t></is></c></row>"
                + "<row><c t='str'><f>x</f><v>b@x.fr</v></c><c t='b'><v>1</v></c></row>"
                + "</sheetData></worksheet>";

        List<Listed> all = walk(source(workbook(rows), null, Locale.FRANCE));

        assertThat(all).extracting(Listed::line).containsExactly(2L, 3L);
        assertThat(values(all.get(0))).containsEntry("nom", "A\r\nB");
        assertThat(values(all.get(1))).containsEntry("nom", "VRAI").containsEntry("email", "b@x.fr");
    }

    @Test
    void a_cell_that_says_it_stands_for_a_billion_is_refused() throws IOException {
        String content = "<office:document-content xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'"
                + " xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0'"
                + " xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'><table:table table:name='A'>"
                + "<table:table-row table:number-rows-repeated='1000000000'><table:table-cell><text:p>email</text:p>"
                + "</table:table-cell></table:table-row></table:table></office:document-content>";

        assertThat(failure(source(
                        zip(Map.of(
                                "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", content)),
                        null,
                        null)))
                .hasMessageContaining("the workbook cannot be understood from here on");
    }

    @Test
    void every_reason_of_a_workbook_is_said_in_french_too() {
        assertThat(ContactReason.SHEET_HIDDEN.of(1).in(Locale.FRENCH)).startsWith("1 ligne de la feuille est masquée");
        assertThat(List.of(ContactReason.TRUE.of(), ContactReason.FALSE.of()))
                .extracting((Reason word) -> word.in(Locale.FRENCH))
                .containsExactly("VRAI", "FAUX");
    }

    private Path workbook(String sheet) throws IOException {
        return zip(Map.of(
                "[Content_Types].xml",
                "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'></Types>",
                "xl/workbook.xml",
                "<workbook xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'><sheets>"
                        + "<sheet name='A' sheetId='1' r:id='rId1'/></sheets></workbook>",
                "xl/_rels/workbook.xml.rels",
                "<Relationships><Relationship Id='rId1' Target='worksheets/sheet1.xml'/></Relationships>",
                "xl/worksheets/sheet1.xml",
                sheet));
    }

    private Path zip(Map<String, String> parts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return Files.write(folder.resolve("made.zip"), bytes.toByteArray());
    }
}
