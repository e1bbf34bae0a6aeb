package org.facteur.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.facteur.reason.ExitCodes;
import org.facteur.report.CampaignStatus;
import org.facteur.smtp.ScriptedSmtpServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run asks what check asks before the first letter leaves. */
class CheckedRunTest {

    private static final String BROKEN = "Bonjour {{ '{{' }} prenom }}, {{ prenom }}\n";

    @TempDir
    private Path home;

    private String kept() throws Exception {
        return Files.readString(home.resolve("var/checks/voeux.json"));
    }

    @Test
    void an_error_that_nobody_accepted_ends_with_65_and_nothing_has_left() throws Exception {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing =
                    MailingFixture.in(home).relay("ecole", server).contacts(3).write("input/letter.txt", BROKEN);

            RunResult refused = mailing.run();

            assertThat(refused.exitCode()).isEqualTo(ExitCodes.DATA);
            assertThat(refused.status().reason()).asString().contains("template.unmerged");
            assertThat(server.transactions()).isEmpty();
            CampaignStatus status = refused.status();
            assertThat(status.counts().pending()).isEqualTo(3);
            assertThat(refused.report()).isNotNull();
            assertThat(Files.readString(refused.report()))
                    .contains("Found before sending", "template.unmerged", "fix the template");
        }
    }

    @Test
    void once_it_is_mended_everybody_is_written_to() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing =
                    MailingFixture.in(home).relay("ecole", server).contacts(3).write("input/letter.txt", BROKEN);
            mailing.run();

            RunResult sent =
                    mailing.write("input/letter.txt", "Bonjour {{ prenom }}\n").run();

            assertThat(sent.exitCode()).isZero();
            assertThat(server.transactions()).hasSize(3);
        }
    }

    @Test
    void who_accepts_it_or_does_not_want_to_be_asked_sends() throws Exception {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing =
                    MailingFixture.in(home).relay("ecole", server).contacts(3).write("input/letter.txt", BROKEN);

            assertThat(mailing.run(new RunOptions(false, false)).exitCode()).isZero();
            assertThat(home.resolve("var/checks")).doesNotExist();

            mailing.named("again")
                    .campaign("check: { accept: [ { id: template.unmerged, until: 2999-12-31, because: it is so } ] }");
            assertThat(mailing.run().exitCode()).isZero();
            assertThat(server.transactions()).hasSize(6);
        }
    }

    @Test
    @Tag("ledger")
    void a_run_that_starts_again_on_the_same_day_does_not_ask_again_and_one_on_the_next_does() throws Exception {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server, "limits: [ 1/hour ]")
                    .contacts(4)
                    .pace("patience: 0s");
            mailing.run();
            String asked = kept();

            mailing.clock().advance(Duration.ofHours(2));
            mailing.run();
            assertThat(kept()).isEqualTo(asked);

            mailing.clock().advance(Duration.ofHours(24));
            mailing.run();
            assertThat(kept()).isNotEqualTo(asked);
            assertThat(server.transactions()).hasSize(3);
        }
    }

    @Test
    @Tag("ledger")
    void a_campaign_that_is_many_times_the_one_before_is_pointed_at() throws Exception {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home).relay("ecole", server).contacts(2);
            assertThat(mailing.run().exitCode()).isZero();
            assertThat(kept()).doesNotContain("list.growth");

            mailing.named("more").contacts(500);
            mailing.run();
            assertThat(Files.readString(home.resolve("var/checks/more.json"))).contains("list.growth", "2 → 500");
        }
    }
}
