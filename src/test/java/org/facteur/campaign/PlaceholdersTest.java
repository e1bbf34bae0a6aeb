package org.facteur.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholdersTest {

    @TempDir
    Path folder;

    private Job subject(String text) {
        return Job.in(folder).line(5, "  message: { text: letter.txt, subject: \"" + text + "\" }");
    }

    private static String subject(Job job) {
        return job.load().message().subject();
    }

    @Test
    void a_parameter_goes_before_the_environment_and_that_before_the_file() {
        Job job = subject("${campaign.name}");

        assertThat(subject(job)).isEqualTo("voeux");
        assertThat(subject(job.env("campaign.name", "of the environment"))).isEqualTo("of the environment");
        assertThat(subject(job.parameter("campaign.name", "of the job"))).isEqualTo("of the job");
    }

    @Test
    void a_system_property_will_do() {
        assertThat(subject(subject("${java.specification.version}")))
                .isEqualTo(System.getProperty("java.specification.version"));
    }

    @Test
    void a_default_is_taken_where_nothing_is_given() {
        assertThat(subject(subject("${year:2027}"))).isEqualTo("2027");
        assertThat(subject(subject("${year:2027}").parameter("year", "2028"))).isEqualTo("2028");
        assertThat(subject(subject("a${none:}b"))).isEqualTo("ab");
        assertThat(subject(subject("${url:http://e.fr}"))).isEqualTo("http://e.fr");
    }

    @Test
    void a_default_may_be_a_placeholder() {
        assertThat(subject(subject("${one:${two:drei}}"))).isEqualTo("drei");
    }

    @Test
    void a_key_of_the_file_is_filled_in_itself() {
        Job job = subject("${campaign.name} !").line(2, "  name: voeux-${year}").parameter("year", "2027");

        assertThat(subject(job)).isEqualTo("voeux-2027 !");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${SMTP_PASSWORD}",
                "a ${none:${SMTP_PASSWORD}}",
                "${campaign.reply-to}",
                "${SPRING_DATASOURCE_PASSWORD}"
            })
    void a_secret_is_shown_nowhere_else(String text) {
        Job job = subject(text)
                .line(3, "  from: zythom@ecole.example\n  reply-to: \"${SMTP_PASSWORD}\"")
                .plus("relays: { ecole: { host: smtp.e.fr, username: z, password: \"${SMTP_PASSWORD}\" } }")
                .env("SMTP_PASSWORD", "s3cr3t-")
                .env("SPRING_DATASOURCE_PASSWORD", "s3cr3t-");

        assertThat(job.problems())
                .anyMatch(problem -> problem.contains("campaign.message.subject would show the secret ${"))
                .noneMatch(problem -> problem.contains("s3cr3t"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yaer", "Year", "nothing.of.the.kind"})
    void a_parameter_that_nothing_uses_is_a_slip(String name) {
        Job job = subject("${year:2027}").parameter(name, "2028");

        assertThat(job.problems())
                .singleElement()
                .asString()
                .contains("\"" + name + "=…\" is used nowhere in this file; write ")
                .contains("year");
    }

    @Test
    void a_parameter_that_is_used_within_a_default_will_do() {
        assertThat(subject(subject("${one:${year}}").parameter("year", "2028"))).isEqualTo("2028");
    }

    @Test
    void placeholders_without_end_are_one_problem() {
        assertThat(subject("${a:".repeat(20_000) + "x" + "}".repeat(20_000)).problems())
                .singleElement()
                .asString()
                .contains("campaign.message.subject holds too many placeholders");
        StringBuilder doubled = new StringBuilder("x-0: \"\"\n");
        for (int i = 1; i <= 40; i++) {
            doubled.append("x-%d: ${x-%2$d}${x-%2$d}%n".formatted(i, i - 1));
        }
        assertThat(subject("${x-40}").plus(doubled.toString()).problems())
                .anyMatch(problem -> problem.contains("campaign.message.subject holds too many placeholders"));
    }

    @Test
    void what_is_filled_in_is_data() {
        assertThat(subject(subject("${a}").parameter("a", "${year} {{ x }}"))).isEqualTo("${year} {{ x }}");
    }

    @Test
    void a_backslash_keeps_a_placeholder_as_it_is() {
        assertThat(subject(subject("a \\\\${year} b"))).isEqualTo("a ${year} b");
    }

    @Test
    void braces_of_templates_are_left_alone() {
        assertThat(subject(subject("{{ nom }} {% if x %}${y:z}{% endif %} $ {x}")))
                .isEqualTo("{{ nom }} {% if x %}z{% endif %} $ {x}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bonne année ${year} ! | ${year} has no value; give year=… on the command line
            ${year                | has a ${ without }; write ${NAME}, or \\${ for the characters themselves
            ${campaign.message.subject} | ${campaign.message.subject} refers to itself; give campaign.message.subject=… on the command line
            """)
    void what_cannot_be_filled_in_is_told_with_its_line(String text, String problem) {
        assertThat(subject(text).problems()).containsExactly("job:5: campaign.message.subject " + problem);
    }

    @Test
    void numbers_and_lists_may_be_filled_in_too() {
        var pace = Job.in(folder)
                .plus("  pace: { chunk: \"${chunk}\", limits: [ \"${limit:5/day}\" ] }")
                .parameter("chunk", "7")
                .load()
                .pace();

        assertThat(pace.chunk()).isEqualTo(7);
        assertThat(pace.limits()).hasSize(1);
    }
}
