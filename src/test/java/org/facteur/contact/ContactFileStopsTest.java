package org.facteur.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.facteur.contact.ContactFiles.rows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        assertThat(failure(new ContactSource(folder, null, null, null, null, null))
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

    private void assertStops(String text, long line, String message) {
        assertThat(failure(files.write(text)))
                .hasMessageStartingWith(files.file() + ":" + line + ": ")
                .hasMessageContaining(message);
    }

    private static ContactFileException failure(ContactSource source) {
        return catchThrowableOfType(ContactFileException.class, () -> rows(source));
    }
}
