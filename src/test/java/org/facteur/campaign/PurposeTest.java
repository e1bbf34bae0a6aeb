package org.facteur.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.facteur.relay.Credentials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PurposeTest {

    @TempDir
    Path folder;

    private Job relay(String definition) {
        return Job.in(folder).relay("host: smtp.e.fr\nusername: zythom\n" + definition);
    }

    private static Credentials credentials(Campaign campaign) {
        return campaign.relays().get(0).relay().credentials();
    }

    @ParameterizedTest
    @EnumSource(names = {"PREVIEW", "LOOK"})
    void who_does_not_send_needs_no_secret(Purpose purpose) {
        assertThat(credentials(relay("password: ${SMTP_PASSWORD}").load(purpose)))
                .isEqualTo(new Credentials.Withheld("zythom"));
        assertThat(credentials(relay("password-file: ../secret").load(purpose)))
                .isEqualTo(new Credentials.Withheld("zythom"));
        assertThat(credentials(relay("oauth2: { token-endpoint: \"${ENDPOINT}\", client-id: \"${ID}\","
                                + " refresh-token: \"${TOKEN}\", scope: \"${SCOPE}\" }")
                        .load(purpose)))
                .isEqualTo(new Credentials.Withheld("zythom"));
    }

    @Test
    void who_does_not_send_sees_no_secret_that_is_there() {
        assertThat(credentials(relay("password: ${PW}").env("PW", "geheim").load(Purpose.LOOK)))
                .isEqualTo(new Credentials.Withheld("zythom"));
    }

    @ParameterizedTest
    @CsvSource({"rw-r-----,true", "rw----r--,true", "rw-------,false", "rw--w--w-,false"})
    void a_password_file_that_others_may_read_is_warned_of(String permissions, boolean warned) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "geheim");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString(permissions));

        Campaign campaign = relay("password-file: " + secret).load(Purpose.SEND);

        assertThat(credentials(campaign)).isEqualTo(new Credentials.Password("zythom", "geheim"));
        assertThat(campaign.warnings().stream()
                        .anyMatch(warning -> warning.toString().contains("chmod")))
                .isEqualTo(warned);
    }

    @Test
    void a_user_name_of_the_environment_may_be_missing_as_its_password_may() {
        Job job = Job.in(folder).relay("host: smtp.e.fr\nusername: ${SMTP_USER}\npassword: ${SMTP_PASSWORD}");

        assertThat(credentials(job.load(Purpose.LOOK))).isEqualTo(new Credentials.None());
        assertThat(job.problems())
                .contains(
                        "job:10: relays.ecole.username ${SMTP_USER} has no value; give SMTP_USER=… on the command line");
    }

    @Test
    void quotas_are_counted_by_the_same_account_whatever_a_job_file_is_read_for() {
        Job job = relay("password: ${PW}").env("PW", "geheim");

        assertThat(job.load(Purpose.LOOK).relays().get(0).relay().account())
                .isEqualTo(job.load(Purpose.SEND).relays().get(0).relay().account());
    }

    @Test
    void a_password_in_the_file_is_refused_whatever_it_is_read_for() {
        Job job = relay("password: geheim");

        assertThat(job.refused(Purpose.LOOK).problems())
                .singleElement()
                .asString()
                .contains("password-file:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"  contacts: { file: gone.csv }", "  message: { subject: Bonjour, html: gone.html }"})
    void files_that_are_gone_keep_nobody_from_looking(String line) {
        Job job = Job.in(folder).line(line.contains("contacts") ? 4 : 5, line);

        assertThat(job.load(Purpose.LOOK).name()).isEqualTo("voeux");
        assertThat(job.refused(Purpose.PREVIEW).fileMissing()).isTrue();
        assertThat(job.refused(Purpose.SEND).fileMissing()).isTrue();
    }
}
