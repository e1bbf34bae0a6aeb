package org.facteur.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlSyntaxTest {

    @TempDir
    Path folder;

    @Test
    void a_slip_is_told_with_its_line() {
        assertThat(Job.in(folder).plus("  pace: { chunk: 10").problems())
                .singleElement()
                .asString()
                .startsWith(
                        "job:8: this is not YAML: a list or group that began with a bracket needs a comma or } here");
    }

    @Test
    void a_tab_for_indentation_is_told_with_its_line() {
        assertThat(Job.in(folder).plus("\tpace:").problems())
                .containsExactly("job:7: this is not YAML: a line is indented with a tab; use spaces");
    }

    @Test
    void a_quotation_mark_that_is_not_closed_is_told_where_it_stands() {
        assertThat(Job.in(folder).plus("  locale: \"fr\n  reply-to: \"a@b.fr\"").problems())
                .containsExactly(
                        "job:7: this is not YAML: a quotation mark is not closed on this line; close it, or take it away");
        assertThat(Job.in(folder).plus("  locale: \"fr").problems())
                .singleElement()
                .asString()
                .startsWith("job:7: ");
    }

    @Test
    void a_line_that_is_indented_otherwise_is_told_without_the_parser_s_words() {
        assertThat(Job.in(folder).plus("   locale: fr").problems())
                .containsExactly(
                        "job:7: this is not YAML: the line is indented otherwise than those before it, or a value must be in quotes");
    }

    @Test
    void a_key_without_its_space_is_told_where_it_stands() {
        assertThat(Job.in(folder).plus("  locale:fr\n  reply-to: a@b.fr").problems())
                .containsExactly("job:7: this is not YAML: a key has no colon and space after it, such as name: voeux");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00A0\u00A0locale: fr\n  reply-to: a@b.fr", "  locale:\u00A0fr\n  reply-to: a@b.fr"})
    void a_space_of_the_web_is_told_where_it_stands(String lines) {
        assertThat(Job.in(folder).plus(lines).problems())
                .singleElement()
                .asString()
                .startsWith("job:7: this is not YAML: this line has a no-break space");
    }

    /** The line before the slip looks like a mistake but is correct: text in quotes may hold anything. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "  reply-to: \"a\u00A0:\u00A0b <a@b.fr>\"",
                "  reply-to: 'see name:b'",
                "  # note:\u00A0see the book\n  reply-to: a@b.fr",
                "  # locale: \"fr"
            })
    void a_line_that_only_looks_like_the_slip_is_not_blamed(String innocent) {
        long line = 7 + innocent.lines().count();
        assertThat(Job.in(folder).plus(innocent + "\n  locale: fr: FR").problems())
                .singleElement()
                .asString()
                .startsWith("job:" + line + ": this is not YAML: a value with a colon and a space in it");
        assertThat(Job.in(folder)
                        .plus(innocent + "\n  locale:\u00A0fr\n  notify: a@b.fr")
                        .problems())
                .singleElement()
                .asString()
                .startsWith("job:" + line + ": this is not YAML: this line has a no-break space");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "@", "`"})
    void a_sign_that_yaml_keeps_for_itself_is_told_with_what_to_write(String sign) {
        assertThat(Job.in(folder).plus("  locale: " + sign + "fr" + sign).problems())
                .containsExactly("job:7: this is not YAML: a value that begins with " + sign + " must be in quotes");
    }

    @Test
    void a_colon_in_a_value_is_told_with_what_to_write() {
        assertThat(Job.in(folder).plus("  locale: fr: FR").problems())
                .singleElement()
                .asString()
                .startsWith("job:7: this is not YAML: a value with a colon and a space in it must be in quotes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{ prenom }}, bonne année", "{{ prenom }}"})
    void braces_without_quotes_are_told_with_what_to_write(String value) {
        assertThat(Job.in(folder).plus("  locale: " + value).problems())
                .singleElement()
                .asString()
                .contains("a value that begins with {{ must be in quotes, such as subject: \"{{ prenom }}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*geheim", "!geheim!x y"})
    void a_password_that_yaml_takes_for_an_alias_or_a_tag_is_not_repeated(String password) {
        assertThat(Job.in(folder).relay("password: " + password).problems())
                .containsExactly("job:9: this is not YAML: what begins with *, & or ! must be in quotes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!Promo de mai",
                "! Promo",
                "!<Promo> de mai",
                "!!! Promo",
                "&Promo de mai",
                "& Cie",
                "*** Promo ***",
                "!Promo",
                "&Promo"
            })
    void a_value_whose_first_word_yaml_would_keep_for_itself_is_refused(String value) {
        assertThat(Job.in(folder).plus("  locale: " + value).problems())
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("job:7: ")
                        .endsWith("what begins with *, & or ! must be in quotes"));
    }

    @Test
    void an_anchor_that_an_alias_asks_for_and_a_tag_of_yaml_s_own_are_what_they_are() {
        Job job = Job.in(folder)
                .line(2, "  name: &one voeux")
                .line(5, "  message:\n    subject: *one\n    text: !!str letter.txt");

        assertThat(job.load().message().subject()).isEqualTo("voeux");
    }

    @Test
    void an_anchor_may_be_asked_for_more_than_once() {
        Job job = Job.in(folder)
                .line(2, "  name: &one voeux")
                .line(4, "  contacts: { file: contacts.csv, name: *one }")
                .line(5, "  message:\n    subject: *one\n    text: letter.txt");

        assertThat(job.load().message().subject()).isEqualTo("voeux");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"“Bonne année”", "”Bonne année”", "„Gutes Neues Jahr“", "‘Happy New Year’", "« Bonne année »"})
    void quotation_marks_of_a_word_processor_around_a_subject_are_told(String subject) {
        assertThat(Job.in(folder).line(5, message(subject)).problems())
                .singleElement()
                .asString()
                .startsWith("job:6: campaign.message.subject stands in quotation marks of a word processor")
                .contains("\"" + subject + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"« Bonne année »\"", "« Vœux » et « Bal »", "’t is weer mei", "“Vœux” de l’école"})
    void those_that_are_part_of_a_subject_or_are_quoted_are_meant(String subject) {
        assertThat(Job.in(folder).line(5, message(subject)).load().message().subject())
                .isEqualTo(subject.replace("\"", ""));
    }

    private static String message(String subject) {
        return "  message:\n    subject: " + subject + "\n    text: letter.txt";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            notify: - a@b.fr             | a list begins on the line below its key, or stands in brackets
            trust: "..\\input\\ca.pem"   | a backslash in double quotes means something else
            trust: "C:\\Users\\ca.pem"   | a backslash in double quotes means something else
            stale-after: > sept jours    | the text after | or > begins on the next line
            stale-after: >9x             | the text after | or > begins on the next line
            locale: ? fr                 | a value that begins with ? must be in quotes
            """)
    void what_people_write_is_told_without_the_parser_s_words(String line, String told) {
        assertThat(Job.in(folder).plus("  " + line).problems())
                .singleElement()
                .asString()
                .startsWith("job:7: this is not YAML: " + told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"École, Zythom\" <zythom@ecole.example>",
                "'L'année'",
                "\"Bonjour\";",
                "\"Bonjour\" {{ prenom }}"
            })
    void a_value_that_goes_on_behind_its_quotes_is_told_with_what_to_write(String value) {
        assertThat(Job.in(folder).line(3, "  from: " + value).problems())
                .containsExactly(
                        "job:3: this is not YAML: the value goes on behind its closing quotation mark; put the other kind"
                                + " around all of it, such as '\"Dupont, Jean\" <jean@ecole.example>' or \"L'année\"");
    }

    @Test
    void a_text_that_yaml_would_cut_is_told_whole() {
        Job job = Job.in(folder);
        assertThat(job.line(5, "  message:\n    subject: Lettre #12\n    text: letter.txt")
                        .problems())
                .containsExactly(
                        "job:6: campaign.message.subject is cut at the #, behind which YAML sees a comment; put it in"
                                + " quotes: \"Lettre #12\"");
        assertThat(job.line(5, "  message:\n    subject: 🎉🎉 Lettre #12\n    text: letter.txt")
                        .problems())
                .singleElement()
                .asString()
                .endsWith("\"🎉🎉 Lettre #12\"");
        assertThat(job.line(5, "  message:\n    subject: Lettre # to all\n    text: letter.txt")
                        .load()
                        .message()
                        .subject())
                .isEqualTo("Lettre");
    }

    @Test
    void a_control_character_is_told_with_its_line() {
        assertThat(Job.in(folder).plus("  locale: f\u0007r").problems())
                .containsExactly("job:7: this is not YAML: it holds a control character; delete it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "  pace: &a { window: *a, pause: [ *a, *a, *a ] }",
                "  pace: &a { <<: *a }",
                "  pace: { <<: &a [ *a, *a, *a ] }"
            })
    void an_anchor_inside_itself_comes_to_an_end(String line) {
        assertThat(Job.in(folder).plus(line).problems())
                .hasSizeLessThan(10)
                .allMatch(problem -> problem.startsWith("job:7: "))
                .anyMatch(problem -> problem.contains("an alias (*) that stands inside itself never ends"));
    }

    @Test
    void a_second_document_is_refused() {
        assertThat(Job.in(folder).plus("---\nspring: {}").problems())
                .containsExactly("job:8: a second document begins here; a job file is one, without ---");
    }

    @Test
    void an_empty_file_is_told_what_to_hold() {
        assertThat(Job.in(folder).saying("# nothing yet").problems())
                .containsExactly(
                        "job:1: there are no keys here; write campaign: and, indented below it, name:, from: and"
                                + " so on");
    }

    @Test
    void a_file_of_another_encoding_is_told_the_line_of_its_first_accent() throws IOException {
        Path file = Job.in(folder).file();
        Files.writeString(file, "campaign:\n  name: v\u0153ux\n", Charset.forName("windows-1252"));

        assertThat(problemOf(file)).isEqualTo(file + ":2: this is not UTF-8; save the file as UTF-8 in your editor");
    }

    @Test
    void a_byte_order_mark_does_no_harm() {
        assertThat(Job.in(folder).line(1, "\uFEFFcampaign:").load().name()).isEqualTo("voeux");
    }

    @Test
    void a_missing_job_file_is_a_missing_file() {
        Path file = folder.resolve("nowhere.yaml");

        assertThat(problemOf(file)).isEqualTo(file + ": there is no such file; write for example jobs/voeux.yaml");
        assertThat(refusal(file).fileMissing()).isTrue();
    }

    @Test
    void beside_a_missing_job_file_those_that_there_are_are_named() throws IOException {
        Path jobs = Files.createDirectory(folder.resolve("jobs"));
        Files.createFile(jobs.resolve("voeux.yaml"));
        Files.createFile(jobs.resolve("ete.yml"));
        Files.createFile(jobs.resolve("facteur-job.schema.json"));
        String there = jobs.resolve("ete.yml") + ", " + jobs.resolve("voeux.yaml");

        for (Path file : List.of(jobs.resolve("voeu.yaml"), folder.resolve("voeux.yaml"))) {
            assertThat(problemOf(file)).isEqualTo(file + ": there is no such file; there is " + there);
        }
    }

    @Test
    void a_folder_is_no_job_file() {
        assertThat(problemOf(folder)).isEqualTo(folder + ": is a folder; write the name of a file in it");
        assertThat(refusal(folder).fileMissing()).isFalse();
    }

    private static String problemOf(Path file) {
        return refusal(file).problems().get(0).toString();
    }

    private static JobFileException refusal(Path file) {
        try {
            JobFile.load(file, Map.of(), Map.of(), null, Purpose.SEND);
        } catch (JobFileException e) {
            return e;
        }
        throw new AssertionError("the job file was taken");
    }
}
