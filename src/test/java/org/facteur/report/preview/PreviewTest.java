package org.facteur.report.preview;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.facteur.campaign.Campaign;
import org.facteur.job.OddMailing;
import org.facteur.message.ReadLetter;
import org.facteur.message.template.MissingFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreviewTest {

    @TempDir
    private Path folder;

    @Test
    void letters_are_files_and_what_is_set_aside_is_counted() throws Exception {
        Path to = folder.resolve("out");

        Preview.Result result = Preview.write(mailing(), 20, to);

        assertThat(result.letters()).isEqualTo(4);
        assertThat(result.recipients()).isEqualTo(4);
        assertThat(result.excluded()).isEqualTo(2);
        assertThat(result.warned()).isEqualTo(4);
        assertThat(letters(to))
                .containsExactly(
                        "00001-marie@famille.example.eml",
                        "00002-helene@amis.example.eml",
                        "00003-paul@famille.example.eml",
                        "00004-attack@evil.example.eml");
        assertThat(ReadLetter.of(Files.readAllBytes(to.resolve("00002-helene@amis.example.eml")))
                        .subject())
                .isEqualTo("Hélène, venez");
        assertThat(Files.readString(result.page()))
                .contains("7 rows = 4 to write to + 1 invalid + 1 duplicate + 0 suppressed + 1 left out")
                .contains("the address stands in line 2 already")
                .contains("“prenom” is empty for this contact");
    }

    @Test
    void all_rows_are_read_even_where_few_letters_are_asked_for() throws Exception {
        Preview.Result result = Preview.write(mailing(), 1, folder.resolve("out"));

        assertThat(result.letters()).isEqualTo(1);
        assertThat(result.recipients()).isEqualTo(4);
        assertThat(result.excluded()).isEqualTo(2);
        assertThat(Files.readString(result.page())).contains("1 of 4 letters are in this preview.");
    }

    @Test
    void an_earlier_previews_letters_are_gone_and_other_files_stay() throws Exception {
        Path to = folder.resolve("out");
        Campaign campaign = mailing();
        Preview.write(campaign, 0, to);
        Files.writeString(to.resolve("notes.eml"), "mine");

        Preview.write(campaign, 1, to);

        assertThat(letters(to)).containsExactly("00001-marie@famille.example.eml", "notes.eml");
    }

    @Test
    void letters_in_a_folder_that_holds_no_preview_are_left_alone() throws Exception {
        Path to = Files.createDirectories(folder.resolve("out"));
        Files.writeString(to.resolve("00009-x@y.example.eml"), "mine");

        Preview.write(mailing(), 1, to);

        assertThat(letters(to)).containsExactly("00001-marie@famille.example.eml", "00009-x@y.example.eml");
    }

    @Test
    void a_letter_that_cannot_be_written_is_told_and_the_others_are_written() throws Exception {
        Campaign campaign = mailing();
        Path contacts = folder.resolve("contacts.csv");
        Files.writeString(contacts, Files.readString(contacts).replace("Hélène,Cœur,,", "Hélène,Cœur,no.pdf,"));

        Preview.Result result = Preview.write(campaign, 0, folder.resolve("out"));

        assertThat(result.letters()).isEqualTo(3);
        assertThat(result.failures()).singleElement().isInstanceOf(MissingFileException.class);
        assertThat(Files.readString(result.page()))
                .contains("no.pdf: no such file")
                .contains("Letters that cannot be written, as things stand: 1.");
    }

    @Test
    void the_page_speaks_the_language_of_the_letters() throws Exception {
        Preview.Result result =
                Preview.write(OddMailing.in(folder, "fr-FR", "http://web.example"), 0, folder.resolve("out"));

        assertThat(Files.readString(result.page()))
                .contains("<html lang=\"fr\">")
                .contains("est vide pour ce contact");
    }

    @Test
    void no_draft_is_left_behind() throws Exception {
        Path to = folder.resolve("out");

        Preview.write(mailing(), 1, to);

        try (Stream<Path> files = Files.list(to)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrder("00001-marie@famille.example.eml", "index.html");
        }
    }

    private Campaign mailing() throws IOException {
        return OddMailing.in(folder, "en-GB", "http://web.example");
    }

    private static List<String> letters(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".eml"))
                    .sorted()
                    .toList();
        }
    }
}
