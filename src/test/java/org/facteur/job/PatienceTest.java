package org.facteur.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.job.MailingFixture.START;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.facteur.ledger.CampaignState;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Reason;
import org.facteur.smtp.ScriptedSmtpServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a run waits, for what, and what it says when it does not. */
class PatienceTest {

    @TempDir
    private Path home;

    @Test
    @Tag("ledger")
    void a_run_that_would_wait_longer_than_its_patience_pauses_and_says_when_to_run_again() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server, "limits: [ 2/day ]")
                    .contacts(3)
                    .pace("patience: 23h");

            RunResult result = mailing.run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.TRY_LATER);
            assertThat(result.status().state()).isEqualTo(CampaignState.PAUSED);
            assertThat(result.status().reason()).hasToString("relay ecole: 2/day reached");
            assertThat(result.status().resumeAt())
                    .isBetween(START.plus(Duration.ofDays(1)), START.plus(Duration.ofSeconds(86_401)));
            assertThat(mailing.clock().instant()).isEqualTo(START);
            assertThat(result.status().sum()).startsWith("3 rows = 1 pending + 0 sending + 2 sent");
        }
    }

    @Test
    void a_run_waits_for_what_comes_within_its_patience() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server, "limits: [ 2/day ]")
                    .contacts(3)
                    .pace("patience: 25h");

            RunResult result = mailing.run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(mailing.elapsed(mailing.acceptedAt().get(2))).isGreaterThanOrEqualTo(Duration.ofDays(1));
        }
    }

    @Test
    @Tag("ledger")
    void a_run_that_is_stopped_while_it_waits_ends_at_once_and_sends_the_rest_another_time() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server, "limits: [ 2/hour ]")
                    .contacts(3)
                    .pace("patience: 2h");
            stopAfterTenMinutes(mailing);

            RunResult stopped = mailing.run();
            Instant end = mailing.clock().instant();
            RunResult next = mailing.run();

            assertThat(stopped.exitCode()).isEqualTo(ExitCodes.TERMINATED);
            assertThat(stopped.status().state()).isEqualTo(CampaignState.STOPPED);
            assertThat(stopped.status().reason()).hasToString("stopped by the test");
            assertThat(mailing.elapsed(end)).isBetween(Duration.ofMinutes(10), Duration.ofSeconds(602));
            assertThat(next.exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(server.countByRecipient()).hasSize(3).values().containsOnly(1L);
        }
    }

    private static void stopAfterTenMinutes(MailingFixture mailing) {
        mailing.clock()
                .at(
                        START.plus(Duration.ofMinutes(10)),
                        () -> mailing.stop().request(Reason.verbatim("stopped by the test"), ExitCodes.TERMINATED));
    }

    @Test
    void chunks_are_parted_by_a_pause() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing =
                    MailingFixture.in(home).relay("ecole", server).contacts(10).pace("chunk: 4", "pause: 10s");

            mailing.run();

            List<Duration> sent =
                    mailing.acceptedAt().stream().map(mailing::elapsed).toList();
            assertThat(sent.subList(0, 4)).containsOnly(Duration.ZERO);
            assertThat(sent.subList(4, 8)).containsOnly(Duration.ofSeconds(10));
            assertThat(sent.subList(8, 10)).containsOnly(Duration.ofSeconds(20));
            // None after the last letter: there is nobody left to wait for.
            assertThat(mailing.elapsed(mailing.clock().instant())).isEqualTo(Duration.ofSeconds(20));
        }
    }

    @Test
    @Tag("ledger")
    void a_run_that_is_stopped_in_a_pause_ends_at_once_and_sends_the_rest_another_time() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing =
                    MailingFixture.in(home).relay("ecole", server).contacts(5).pace("chunk: 2", "pause: 1h");
            stopAfterTenMinutes(mailing);

            RunResult stopped = mailing.run();
            Instant end = mailing.clock().instant();
            RunResult next = mailing.run();

            assertThat(stopped.exitCode()).isEqualTo(ExitCodes.TERMINATED);
            assertThat(stopped.status().state()).isEqualTo(CampaignState.STOPPED);
            assertThat(stopped.status().counts().sent()).isEqualTo(2);
            assertThat(mailing.elapsed(end)).isBetween(Duration.ofMinutes(10), Duration.ofSeconds(602));
            assertThat(next.exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(mailing.acceptedAt().get(2))
                    .as("no pause before a run's first chunk")
                    .isEqualTo(end);
            assertThat(server.countByRecipient()).hasSize(5).values().containsOnly(1L);
        }
    }

    @Test
    void a_pause_is_drawn_from_its_range_each_time() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing =
                    MailingFixture.in(home).relay("ecole", server).contacts(12).pace("chunk: 1", "pause: 20s..40s");

            mailing.run();

            List<Instant> sent = mailing.acceptedAt();
            List<Duration> pauses = java.util.stream.IntStream.range(1, sent.size())
                    .mapToObj(i -> Duration.between(sent.get(i - 1), sent.get(i)))
                    .toList();
            assertThat(pauses)
                    .hasSize(11)
                    .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(41)));
            assertThat(pauses.stream().distinct()).hasSizeGreaterThan(1);
        }
    }
}
