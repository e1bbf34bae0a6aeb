package org.facteur.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.facteur.contact.ContactFiles.rest;
import static org.facteur.contact.ContactFiles.rows;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartTest {

    private static final String NASTY = "\r\n\n\"email\",\"Prénom\nusuel\",note\r\n"
            + "a@x.fr,Zoé,\"première\r\nligne\n\n\"\"deux\"\"\"\n"
            + "\n  \n,,\r\n"
            + "b@x.fr\r"
            + "c@x.fr,\"François, dit «F»\",trop,de,cellules\r\n"
            + "d@x.fr,,\"\"\n"
            + "\"é\",é,é\n\r\n"
            + "e@x.fr,É,fin sans fin de ligne";

    @TempDir
    Path folder;

    private ContactFiles files;

    @BeforeEach
    void files() {
        files = new ContactFiles(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8, false",
        "UTF-8, true",
        "UTF-16LE, true",
        "UTF-16LE, false",
        "UTF-16BE, true",
        "UTF-16BE, false",
        "windows-1252, false",
        "ISO-8859-15, false",
        "Shift_JIS, false",
    })
    void after_every_row_of_a_nasty_file_reading_goes_on_with_the_next(String name, boolean mark) throws IOException {
        Charset charset = Charset.forName(name);
        // Letters that charset has: the place in bytes depends on their lengths.
        String accents =
                name.startsWith("UTF") ? NASTY.replace("É", "É😀漢").replace("fin de", "fin\uD83C\uDF89de") : NASTY;
        String text = name.equals("Shift_JIS") ? NASTY.replaceAll("[éÉèç«»]", "漢字") : accents;
        files.write((mark ? "\uFEFF" : "") + text, charset);
        ContactSource source = files.source(charset, null);

        assertGoesOnAfterEveryRow(source, 6);
    }

    @Test
    void rows_across_the_edges_of_buffers_are_no_exception() throws IOException {
        StringBuilder text = new StringBuilder("email,nom\n");
        for (int i = 0; i < 300; i++) {
            text.append("a")
                    .append(i)
                    .append("@x.fr,\"")
                    .append("é😀漢x\n".repeat(i % 97))
                    .append("\"\r\n");
            text.append("\n".repeat(i % 3));
        }
        // One row longer than several buffers.
        text.append("long@x.fr,\"")
                .append("😀é\r\n".repeat(20_000))
                .append("\"\n")
                .append("z@x.fr,Z");

        assertGoesOnAfterEveryRow(files.write(text.toString()), 302);
    }

    @Test
    void a_restart_goes_on_counting_what_where_left_out() throws IOException {
        files.write("email,voeux\na@x.fr,non\nb@x.fr,oui\nc@x.fr,non\nd@x.fr,oui\n");
        ContactSource source = files.where("voeux = oui");
        Position position;
        try (ContactReader reader = ContactReader.open(source)) {
            reader.read();
            position = reader.position();
        }

        try (ContactReader reader = ContactReader.openAt(source, position)) {
            assertThat(rest(reader)).extracting(Row::line).containsExactly(5L);
            assertThat(reader.leftOut()).isEqualTo(2);
            assertThat(reader.position().record()).isEqualTo(4);
        }
    }

    @Test
    void a_quote_that_is_never_closed_is_shown_at_its_line_after_a_restart_too() throws IOException {
        ContactSource source = files.write("email,nom\na@x.fr,A\nb@x.fr,B\nc@x.fr,\"C\nd@x.fr,D\n");
        Position position;
        try (ContactReader reader = ContactReader.open(source)) {
            reader.read();
            position = reader.position();
        }

        try (ContactReader reader = ContactReader.openAt(source, position)) {
            assertThat(reader.read()).extracting(Row::line).isEqualTo(3L);
            assertThat(catchThrowable(reader::read)).hasMessageStartingWith(files.file() + ":4: ");
        }
    }

    private static void assertGoesOnAfterEveryRow(ContactSource source, int count) throws IOException {
        List<Row> all = rows(source);
        assertThat(all).hasSize(count);

        List<Position> positions = new ArrayList<>();
        try (ContactReader reader = ContactReader.open(source)) {
            positions.add(reader.position());
            while (reader.read() != null) {
                positions.add(reader.position());
            }
        }
        assertThat(positions).hasSize(count + 1);
        for (int i = 0; i <= count; i++) {
            try (ContactReader reader = ContactReader.openAt(source, positions.get(i))) {
                assertThat(positions.get(i).record()).isEqualTo(i);
                assertThat(reader.position()).isEqualTo(positions.get(i));
                assertThat(rest(reader)).isEqualTo(all.subList(i, count));
            }
        }
        assertThat(restartingAfterEachRow(source)).isEqualTo(all);
    }

    /** As the killed process of a chunk of one would. */
    private static List<Row> restartingAfterEachRow(ContactSource source) throws IOException {
        List<Row> rows = new ArrayList<>();
        Position position;
        try (ContactReader reader = ContactReader.open(source)) {
            position = reader.position();
        }
        while (true) {
            try (ContactReader reader = ContactReader.openAt(source, position)) {
                Row row = reader.read();
                if (row == null) {
                    return rows;
                }
                rows.add(row);
                position = reader.position();
            }
        }
    }
}
