package org.facteur.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.facteur.contact.ContactFiles.rows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContactFileStopsTest {

    @TempDir
    Path folder;

    private ContactFiles files;

    @BeforeEach
    void files() {
        files = new ContactFiles(folder);
    }

    @Test
    void a_missing_file_and_a_folder_are_missing_bad_content_is_not() {
        assertThat(failure(files.source()).missing()).isTrue();
        assertThat(failure(new ContactSource(folder, null, null, null, null, null, null))
                        .missing())
                .isTrue();
        assertThat(failure(files.write("")).missing()).isFalse();
    }

    @Test
    void an_empty_file() {
        assertStops("", 1, "write a heading line such as email,prenom,nom");
        assertStops("\n \r\n", 1, "write a heading line such as email,prenom,nom");
        assertStops("\uFEFF", 1, "write a heading line such as email,prenom,nom");
    }

    @Test
    void no_headings() {
        assertStops(
                "\nmarie@x.fr,Marie\npaul@x.fr,Paul\n", 2, "write a heading line above it, such as email,prenom,nom");
        assertStops("Marie;Marie <marie@x.fr>\n", 1, "write a heading line above it, such as email,prenom,nom");
    }

    @Test
    void no_address_column() {
        assertStops("nom,adresse\nMarie,Brest\n", 1, "the columns are: nom, adresse");
        files.write("email,nom\n");
        assertThat(failure(files.emailColumn("courriel")))
                .hasMessage(files.file() + ":1: no column is called \"courriel\"; the columns are: email, nom;"
                        + " write one of them as contacts.email");
    }

    @Test
    void a_heading_that_means_something_else() {
        assertStops("email,Contact\n", 1, "\"Contact\" has a meaning of its own");
    }

    @Test
    void a_quote_that_is_never_closed_is_shown_where_it_opens() {
        assertStops("email,nom\na@x.fr,A\nb@x.fr,\"B\nc@x.fr,C\n", 3, "a quote opens here and is never closed");
        assertStops("email,a,b\na@x.fr,\"1\n2\",\"3\nb@x.fr,4,5\n", 3, "a quote opens here and is never closed");
    }

    @Test
    void a_quote_that_is_closed_by_the_next_one_is_not_taken_for_text() {
        assertStops(
                "email,nom\na@x.fr,\"A\nb@x.fr,\"B\"\nc@x.fr,C\n", 2, "a quote that opens in this row is not closed");
    }

    @Test
    void a_quote_that_is_never_closed_in_a_large_file_does_not_fill_the_memory() {
        assertStops("email,nom\na@x.fr,\"A\n" + "b,B\n".repeat(6_000_000), 2, "longer than 20000000 characters");
    }

    @Test
    void bytes_that_are_not_of_the_charset_that_was_said() {
        files.write("email,nom\na@x.fr,A\nb@x.fr,é\n", StandardCharsets.ISO_8859_1);

        assertThat(failure(files.source(StandardCharsets.UTF_8, null)))
                .hasMessageStartingWith(files.file() + ":3: bytes that are not UTF-8; save the file as CSV UTF-8");
    }

    @Test
    void two_charsets_in_one_file() {
        byte[] utf8 = "email,nom\na@x.fr,é\nb@x.fr,ù\n".getBytes(StandardCharsets.UTF_8);
        byte[] latin = "c@x.fr,è\n".getBytes(StandardCharsets.ISO_8859_1);
        byte[] both = new byte[utf8.length + latin.length];
        System.arraycopy(utf8, 0, both, 0, utf8.length);
        System.arraycopy(latin, 0, both, utf8.length, latin.length);

        assertThat(failure(files.write(both))).hasMessageStartingWith(files.file() + ":4: bytes that are not UTF-8");
    }

    @Test
    void a_spreadsheet_that_is_no_text() {
        assertStops("PK\u0003\u0004abc", 1, "this is an archive");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PK\u0003\u0004 [Content_Types].xml xl/workbook.xml | the file is damaged or not whole",
                "PK\u0003\u0004 mimetypeapplication/vnd.oasis.opendocument.spreadsheet | the file is damaged or not whole",
                "PK\u0003\u0004 [Content_Types].xml word/document.xml | the file is damaged or not whole",
                "\u00D0\u00CF\u0011\u00E0\u00A1 | of an Excel or Word before 2007",
                "%PDF-1.7 | a PDF",
                "BEGIN:VCARD | the file ends in the middle of the card",
                "dn: cn=Marie,mail=marie@x.fr | LDIF",
                "<!DOCTYPE html><table><tr><td>email | a web page or XML",
                "\u00EF\u00BB\u00BF<html> | a web page or XML",
                "<meta http-equiv=Content-Type><table><tr><td>email | a web page or XML",
                "<style>td{}</style><table> | a web page or XML",
                "<!-- report --><table> | a web page or XML",
                "{\\rtf1 | formatted text",
                "[{\"email\":\"a@x.fr\"}] | this is JSON",
                "https://docs.example/contacts | a link to the contacts",
                "\u0089PNG | a picture",
                "Return-Path: <a@x.fr> | a saved message",
                "7z\u00BC\u00AF | an archive"
            })
    void a_file_that_is_no_text_is_told_as_what_it_is_with_what_to_do(String head, String kind) {
        files.write(head.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(failure(files.source()))
                .hasMessageStartingWith(files.file() + ":1: ")
                .hasMessageContaining(kind)
                .message()
                .doesNotContainPattern("\\p{Cntrl}");
    }

    @Test
    void headings_that_are_quoted_as_a_whole_are_told_so() {
        assertStops("\"email;prenom;nom\"\n\"a@x.fr;A;B\"\n", 1, "quotes stand around the whole row");
    }

    @Test
    void rows_that_are_separated_otherwise_than_the_headings_are_told_so() {
        assertThat(rows(files.write("email;prenom;nom\na@x.fr,A,B\nb@x.fr;B;C\n")))
                .element(0)
                .isInstanceOfSatisfying(
                        Row.Unreadable.class,
                        row -> assertThat(row.reason())
                                .hasToString("its cells are separated by a comma, those of the headings by a semicolon;"
                                        + " use the same in all rows"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@x.fr,", "a@x.fr\t", ",a@x.fr", "a@x.fr, "})
    void an_address_with_a_comma_behind_it_is_one_cell(String row) {
        assertThat(rows(files.write("email;prenom\n" + row + "\nb@x.fr;B\n")))
                .hasSize(2)
                .allSatisfy(each -> assertThat(each).isInstanceOf(Contact.class));
    }

    @Test
    void rows_that_are_quoted_as_a_whole_are_told_so() {
        assertStops("\"email,prenom\"\n\"a@x.fr,A\"\n", 1, "quotes stand around the whole row");
        files.write("email,prenom\n\"a@x.fr,A\"\nb@x.fr,B\n");
        assertThat(rows(files.source()).get(0))
                .isInstanceOfSatisfying(
                        Row.Unreadable.class,
                        row -> assertThat(row.reason().toString()).contains("quotes stand around the whole row"));
    }

    @Test
    void a_file_that_was_cut_off_is_not_taken_as_it_is() {
        assertStops("prenom,email\nA,a@gmail.com\nB,b@gmail.co", 3, "the file ends in the middle of this row");
        assertStops("prenom,email\nA,a@ecole.example\nB,b@ecole.exa", 3, "the file ends in the middle of this row");
        assertStops("email,prenom\na@x.fr,A\nb@x.fr", 3, "the file ends in the middle of this row");
    }

    @Test
    void a_last_row_without_its_line_break_may_be_whole() {
        assertThat(rows(files.write("prenom,email\nA,a@gmail.com\nB,b@gmail.com")))
                .hasSize(2);
        assertThat(rows(files.write("prenom,email\nA,a@x.co\nB,b@x.co"))).hasSize(2);
        // With its line break it is what its owner wrote.
        assertThat(rows(files.write("prenom,email\nA,a@gmail.com\nB,b@gmail.co\n")))
                .hasSize(2);
    }

    @Test
    void a_file_that_is_written_to_while_it_is_read_is_noticed() throws IOException {
        files.write("email\na@x.fr\nb@x.fr\n");
        try (Recipients walk = Recipients.open(files.source(), Suppressions.NONE)) {
            walk.next();
            walk.refuseChanged();
            Files.writeString(files.file(), "c@x.fr\n", StandardOpenOption.APPEND);

            assertThatThrownBy(walk::refuseChanged).hasMessageContaining("written to while it was being read");
        }
    }

    @Test
    void a_file_that_is_replaced_while_it_is_read_is_noticed() throws IOException {
        files.write("email\na@x.fr\nb@x.fr\n");
        try (Recipients walk = Recipients.open(files.source(), Suppressions.NONE)) {
            walk.next();
            FileTime written = Files.getLastModifiedTime(files.file());
            Path other = Files.writeString(folder.resolve("other.csv"), "email\nc@x.fr\nd@x.fr\n");
            // Of the same size and time: another file all the same.
            Files.setLastModifiedTime(other, written);
            Files.move(other, files.file(), StandardCopyOption.REPLACE_EXISTING);

            assertThatThrownBy(walk::refuseChanged).hasMessageContaining("written to while it was being read");
        }
    }

    private void assertStops(String text, long line, String message) {
        assertThat(failure(files.write(text)))
                .hasMessageStartingWith(files.file() + ":" + line + ": ")
                .hasMessageContaining(message);
    }

    private static ContactFileException failure(ContactSource source) {
        return catchThrowableOfType(ContactFileException.class, () -> rows(source));
    }
}
