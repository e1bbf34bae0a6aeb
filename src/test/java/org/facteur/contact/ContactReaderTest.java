package org.facteur.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.contact.ContactFiles.describe;
import static org.facteur.contact.ContactFiles.rest;
import static org.facteur.contact.ContactFiles.rows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContactReaderTest {

    @TempDir
    Path folder;

    private ContactFiles files;

    @BeforeEach
    void files() {
        files = new ContactFiles(folder);
    }

    @Test
    void a_row_is_a_contact_with_its_cells_by_heading_and_its_line() {
        assertThat(rows(files.write("email,Prénom\nmarie@x.fr,Zoé\npaul@x.fr,Paul")))
                .containsExactly(
                        new Contact(2, Map.of("email", "marie@x.fr", "Prénom", "Zoé")),
                        new Contact(3, Map.of("email", "paul@x.fr", "Prénom", "Paul")));
    }

    @Test
    void cells_stand_in_the_order_of_the_file() {
        Contact contact = (Contact) rows(files.write("z,email,a\n1,2,3\n")).get(0);

        assertThat(contact.values().keySet()).containsExactly("z", "email", "a");
    }

    @Test
    void a_missing_cell_is_empty_and_a_superfluous_empty_one_is_nothing() {
        assertThat(rows(files.write("email,nom,ville\na@x.fr\nb@x.fr,B,Brest,,\n")))
                .containsExactly(
                        new Contact(2, Map.of("email", "a@x.fr", "nom", "", "ville", "")),
                        new Contact(3, Map.of("email", "b@x.fr", "nom", "B", "ville", "Brest")));
    }

    @Test
    void a_row_with_more_cells_than_headings_is_unreadable_and_the_next_is_read() {
        assertThat(rows(files.write("email,ville\na@x.fr,Brest, Finistère\nb@x.fr,Metz\n")))
                .containsExactly(
                        new Row.Unreadable(
                                2,
                                "a@x.fr,Brest,Finistère",
                                ContactReason.ROW_CELLS.of(3, 2, ContactReason.COMMA.of())),
                        new Contact(3, Map.of("email", "b@x.fr", "ville", "Metz")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void lines_are_counted_whatever_ends_them_and_blank_ones_are_no_rows(String end) {
        String text = String.join(
                end, "", "email,nom", "", "a@x.fr,\"Une\nnote", "de trois\r\nlignes\"", "  ", ",", "b@x.fr,B", "", "");

        assertThat(rows(files.write(text)))
                .containsExactly(
                        new Contact(4, Map.of("email", "a@x.fr", "nom", "Une\nnote" + end + "de trois\r\nlignes")),
                        new Contact(10, Map.of("email", "b@x.fr", "nom", "B")));
    }

    @Test
    void quotes_are_taken_off_and_doubled_ones_are_one() {
        assertThat(rows(files.write("email,nom,x\n \"a@x.fr\" , \"Jean \"\"JP\"\", Paul\" ,5\" disque\n")))
                .containsExactly(
                        new Contact(2, Map.of("email", "a@x.fr", "nom", "Jean \"JP\", Paul", "x", "5\" disque")));
    }

    @Test
    void what_is_not_seen_around_a_heading_is_not_of_it() throws IOException {
        try (ContactReader reader =
                ContactReader.open(files.write("\u200Bemail\u00A0,\"\u00A0Pre\u0301nom \",\u00AD\na@x.fr,Zoé,\n"))) {
            assertThat(reader.columns()).containsExactly("email", "Prénom");
        }
    }

    @Test
    void a_text_that_an_export_keeps_from_becoming_a_number_is_the_text() {
        assertThat(rows(files.write("email,cp,nom,x\na@x.fr,\"=\"\"01000\"\"\",\"=\"\"\"\"\",=1\n")))
                .containsExactly(new Contact(2, Map.of("email", "a@x.fr", "cp", "01000", "nom", "", "x", "=1")));
    }

    @Test
    void what_is_not_seen_around_a_cell_is_not_of_it_and_its_accents_are_composed() {
        assertThat(rows(files.write("""
                email,civilite,prenom,ville
                a@x.fr," Mme ",\u200BZoe\u0301\u00A0,\u00AD\u2800\u3164
                """)))
                .containsExactly(new Contact(
                        2, Map.of("email", "a@x.fr", "civilite", "Mme", "prenom", "Zo\u00E9", "ville", "")));
    }

    /** What is turned by a cell ends with the cell, not with the line of the letter. */
    @ParameterizedTest
    @CsvSource({
        "\u202Ax\u202C, x",
        "A \u202B\u05D0\u202C, A \u202B\u05D0\u202C",
        "A \u202B\u05D0, A \u202B\u05D0\u202C",
        "A \u2067\u202B\u05D0, A \u2067\u202B\u05D0\u202C\u2069",
        "A \u202B\u05D0\u202C b, A \u202B\u05D0\u202C b",
    })
    void a_turn_of_the_writing_direction_ends_with_its_cell(String cell, String shown) {
        assertThat(rows(files.write("email,nom\na@x.fr," + cell + "\n")))
                .containsExactly(new Contact(2, Map.of("email", "a@x.fr", "nom", shown)));
    }

    @Test
    void a_line_break_at_the_edge_of_a_cell_parts_nothing() {
        assertThat(rows(files.write("email,nom\n\"a@x.fr\n\",\"\nZoé\"\n")))
                .containsExactly(new Contact(2, Map.of("email", "a@x.fr", "nom", "Zoé")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ΗΛΕΚΤΡΟΝΙΚΟ ΤΑΧΥΔΡΟΜΕΙΟ",
                "E-POSTA ADRESİ",
                "ﾒｰﾙｱﾄﾞﾚｽ",
                "Ｅ－ｍａｉｌ",
                "이메일주소",
                "E-mail地址",
                "כתובת דוא״ל",
                "عنوان البريد الالكتروني",
                "Địa chỉ email",
                "Alamat Email",
                "Электронный адрес",
                "Adres poczty elektronicznej",
                "email",
                "E-mail",
                "MAIL",
                "courriel",
                "Adresse e-mail",
                "adresse mail",
                "Adresse électronique",
                "e-mail address",
                "Email address",
                "Adresse de messagerie",
                "E-mail 1 - Value",
                "E-mail 1 - Valeur",
                "E-Mail 1 - Wert",
                "Correo electrónico 1 - Valor"
            })
    void the_address_column_is_known_by_its_usual_names(String heading) throws IOException {
        try (ContactReader reader = ContactReader.open(files.write("nom," + heading + ",autre\nM,m@x.fr,z\n"))) {
            assertThat(reader.columns()).containsExactly("nom", heading, "autre");
            assertThat(reader.emailOf((Contact) rest(reader).get(0))).isEqualTo("m@x.fr");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Boîte aux lettres", "boîte AUX lettres", "boite_aux_lettres"})
    void the_address_column_can_be_named_by_heading_or_plain_name(String name) throws IOException {
        files.write("email,Boîte aux lettres\nvieux@x.fr,neuf@x.fr\n");

        try (ContactReader reader = ContactReader.open(files.emailColumn(name))) {
            assertThat(reader.emailOf((Contact) rest(reader).get(0))).isEqualTo("neuf@x.fr");
        }
    }

    @Test
    void the_first_of_two_address_columns_is_taken() throws IOException {
        try (ContactReader reader = ContactReader.open(files.write("mail,email\na@x.fr,b@x.fr\n"))) {
            assertThat(reader.emailOf((Contact) rest(reader).get(0))).isEqualTo("a@x.fr");
        }
    }

    @Test
    void a_column_without_heading_and_cells_is_no_column() throws IOException {
        try (ContactReader reader = ContactReader.open(files.write("email,,nom,,\na@x.fr,,A,,\n"))) {
            assertThat(reader.columns()).containsExactly("email", "nom");
            assertThat(rest(reader)).containsExactly(new Contact(2, Map.of("email", "a@x.fr", "nom", "A")));
        }
    }

    @Test
    void headings_without_rows_are_a_file_without_contacts() {
        assertThat(rows(files.write("email,nom"))).isEmpty();
    }

    @Test
    void the_rows_that_where_leaves_out_are_counted() throws IOException {
        files.write("email,Vœux\na@x.fr,oui\nb@x.fr,non\nc@x.fr,x,trop\nd@x.fr, OUI \n");

        try (ContactReader reader = ContactReader.open(files.where("voeux = oui"))) {
            List<Row> rows = rest(reader);

            assertThat(rows).extracting(Row::line).containsExactly(2L, 4L, 5L);
            assertThat(rows.get(1)).isInstanceOf(Row.Unreadable.class);
            assertThat(reader.leftOut()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(chars = {',', ';', '\t', '|'})
    void the_delimiter_is_the_one_that_splits_the_heading_line(char delimiter) {
        String text = "email,nom,\"a,b\"\na@x.fr,A,\"1;2|3\"\n".replace(',', delimiter);

        assertThat(describe(files.write(text))).isEqualTo("UTF-8, " + TextFormat.name(delimiter));
        assertThat(rows(files.source())).hasOnlyElementsOfType(Contact.class);
    }

    @Test
    void delimiters_inside_quotes_and_in_the_rows_do_not_mislead() {
        assertThat(describe(files.write("\"Nom, prénom, titre\";email\nA;a@x.fr\n")))
                .isEqualTo("UTF-8, semicolon");
        assertThat(describe(files.write("email,note\na@x.fr,a;b;c;d\nb@x.fr,e;f;g;h\n")))
                .isEqualTo("UTF-8, comma");
    }

    @Test
    void where_several_split_the_heading_line_the_address_column_and_then_the_rows_decide() {
        assertThat(describe(files.write("Nom, prénom, titre;email\nA;a@x.fr\n")))
                .isEqualTo("UTF-8, semicolon");
        assertThat(describe(files.write("email;note (a, b, c);mail\na@x.fr;x, y;\nb@x.fr;z;\n")))
                .isEqualTo("UTF-8, semicolon");
    }

    @Test
    void a_single_column_is_read_with_commas() {
        assertThat(describe(files.write("email\na@x.fr\n"))).isEqualTo("UTF-8, comma");
    }

    @Test
    void a_spreadsheets_own_line_about_the_delimiter_is_believed_and_is_no_heading() {
        assertThat(rows(files.write("sep=;\r\nemail;nom\r\na@x.fr;A, B\r\n")))
                .containsExactly(new Contact(3, Map.of("email", "a@x.fr", "nom", "A, B")));
    }

    @Test
    void the_delimiter_can_be_forced() {
        files.write("email;nom,x\na@x.fr;A,1\n");

        assertThat(describe(files.source(null, ';'))).isEqualTo("UTF-8, semicolon");
        assertThat(rows(files.source(null, ';')))
                .containsExactly(new Contact(2, Map.of("email", "a@x.fr", "nom,x", "A,1")));
    }

    @Test
    void empty_cells_between_tabs_keep_their_places() {
        assertThat(rows(files.write("nom\temail\tville\tx\n\ta@x.fr\t\t\n\t\t\t\n \t b@x.fr \t\t\"1\t2\"\n")))
                .containsExactly(
                        new Contact(2, Map.of("nom", "", "email", "a@x.fr", "ville", "", "x", "")),
                        new Contact(4, Map.of("nom", "", "email", "b@x.fr", "ville", "", "x", "1\t2")));
    }
}
