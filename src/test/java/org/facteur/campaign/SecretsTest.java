package org.facteur.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.facteur.relay.Credentials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    private static final String LITERAL =
            " stands in the file for others to read; write ${SMTP_PASSWORD} or password-file:";

    @TempDir
    Path folder;

    private Job relay(String definition) {
        return Job.in(folder).relay("host: smtp.e.fr\nusername: zythom\n" + definition);
    }

    private static Credentials credentials(Job job) {
        return job.load().relays().get(0).relay().credentials();
    }

    @Test
    void a_password_comes_from_the_environment() {
        assertThat(credentials(relay("password: ${PW}").env("PW", "geheim")))
                .isEqualTo(new Credentials.Password("zythom", "geheim"));
    }

    @Test
    void a_password_comes_from_a_file_without_its_last_line_break() {
        assertThat(credentials(relay("password-file: ../secret").holding("secret", " ge heim \r\n")))
                .isEqualTo(new Credentials.Password("zythom", " ge heim "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"geheim", "\"geheim\"", "ge${PW}", "${PW:geheim}", "${PW}${PW}", "[ geheim ]", "{ geheim: 1 }"})
    void a_password_in_the_file_is_refused_and_not_repeated(String written) {
        var refused = relay("password: " + written).env("PW", "heim").refused();

        assertThat(refused.problems()).singleElement().asString().endsWith("relays.ecole.password" + LITERAL);
        assertThat(refused.toString()).doesNotContain("geheim", "heim");
    }

    @Test
    void a_password_on_the_command_line_is_refused() {
        assertThat(relay("password: ${pw}").parameter("pw", "geheim").problems())
                .containsExactly(
                        "job:11: relays.ecole.password is given on the command line for others to read; set the"
                                + " environment variable pw");
    }

    @Test
    void a_password_of_another_key_of_the_file_is_refused() {
        assertThat(relay("password: ${relays.ecole.username}").problems())
                .containsExactly(
                        "job:11: relays.ecole.password ${relays.ecole.username} has no value; set the environment"
                                + " variable relays.ecole.username or write password-file:");
    }

    @Test
    void a_password_that_is_not_set_is_asked_for() {
        assertThat(relay("password: ${SMTP_PASSWORD}").problems())
                .containsExactly(
                        "job:11: relays.ecole.password ${SMTP_PASSWORD} has no value; set the environment variable"
                                + " SMTP_PASSWORD or write password-file:");
    }

    @Test
    void a_password_is_given_once() {
        assertThat(relay("password: ${PW}\npassword-file: pw")
                        .env("PW", "geheim")
                        .problems())
                .containsExactly("job:12: relays.ecole.password-file is given besides password; keep one of them");
    }

    @Test
    void a_missing_password_file_is_a_missing_file() {
        var refused = relay("password-file: pw").refused();

        assertThat(refused.fileMissing()).isTrue();
    }

    @Test
    void a_password_file_of_several_lines_is_refused() {
        assertThat(relay("password-file: pw")
                        .holding("jobs/pw", "geheim\nstreng")
                        .problems())
                .containsExactly("job:11: relays.ecole.password-file should hold one line, the secret: here/pw");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_password_file_that_others_may_read_is_warned_of() throws IOException {
        Job job = relay("password-file: pw\nlimits: 9/hour").holding("jobs/pw", "geheim");
        Path file = folder.resolve("jobs/pw");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(job.warnings())
                .containsExactly(
                        "job:11: relays.ecole.password-file may be read by others: here/pw; chmod 600 keeps it to"
                                + " yourself");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(job.warnings()).isEmpty();
    }

    @Test
    void a_relay_that_is_not_used_needs_no_secret() {
        Job job = relay("password: ${SMTP_PASSWORD}").line(6, "  relays: [ sandbox ]");

        assertThat(job.load().relays()).hasSize(1);
    }

    @Test
    void a_secret_that_strays_into_another_value_is_blotted_out() {
        var refused = relay("password: ${PW}\nlimits: ${COPY}")
                .env("PW", "geheim")
                .env("COPY", "geheim")
                .refused();

        assertThat(refused.problems())
                .singleElement()
                .asString()
                .contains("relays.ecole.limits \"***\" is not a limit")
                .doesNotContain("geheim");
    }

    @Test
    void a_secret_is_not_reached_through_its_key() {
        Job job = relay("password: ${PW}").env("PW", "geheim").plus("  two: { host: \"${relays.ecole.password}\" }");

        assertThat(job.problems())
                .containsExactly("job:12: relays.two.host ${relays.ecole.password} has no value; give"
                        + " relays.ecole.password=… on the command line");
    }

    @Test
    void a_campaign_in_words_holds_no_secret() {
        Job password = relay("password: ${PW}").env("PW", "geheim");
        Job token = relay("oauth2: { token-endpoint: \"https://e.fr/t\", client-id: id, client-secret: \"${CS}\","
                        + " refresh-token: \"${RT}\" }")
                .env("CS", "geheim1")
                .env("RT", "geheim2");

        assertThat(password.load().toString()).doesNotContain("geheim");
        assertThat(token.load().toString()).doesNotContain("geheim");
    }
}
