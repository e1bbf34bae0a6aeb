package org.facteur.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.job.MailingFixture.mostWithin;

import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.facteur.job.MailingFixture;
import org.facteur.job.RunResult;
import org.facteur.ledger.CampaignState;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Reason;
import org.facteur.smtp.Action;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits, as the server that takes the letters sees them. */
class CampaignLimitsTest {

    @TempDir
    private Path home;

    @Test
    void limits_of_second_minute_hour_and_day_hold_at_once_and_are_used_up() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server)
                    .contacts(70)
                    .pace("limits: [ 3/second, 5/minute, 20/hour, 30/day ]", "patience: 2d");

            RunResult result = mailing.run();

            List<Instant> sent = mailing.acceptedAt();
            assertThat(result.exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(server.countByRecipient()).hasSize(70);
            assertThat(mostWithin(Duration.ofSeconds(1), sent)).isEqualTo(3);
            assertThat(mostWithin(Duration.ofMinutes(1), sent)).isEqualTo(5);
            assertThat(mostWithin(Duration.ofHours(1), sent)).isEqualTo(20);
            assertThat(mostWithin(Duration.ofDays(1), sent)).isEqualTo(30);
            // Two full days, and ten letters of the third: five, a minute, five.
            assertThat(mailing.elapsed(sent.get(69))).isBetween(Duration.ofDays(2), Duration.ofMinutes(2 * 1440 + 2));
        }
    }

    @Test
    void a_limit_holds_over_runs_that_end_for_want_of_patience() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server)
                    .contacts(13)
                    .pace("limits: [ 5/minute ]", "patience: 0s");

            assertThat(mailing.run().exitCode()).isEqualTo(ExitCodes.TRY_LATER);
            mailing.clock().advance(Duration.ofSeconds(20));
            RunResult tooEarly = mailing.run();
            mailing.clock().moveTo(resumeAt(tooEarly));
            RunResult second = mailing.run();
            mailing.clock().moveTo(resumeAt(second));

            assertThat(mailing.run().exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(tooEarly.status().counts().sent()).isEqualTo(5);
            assertThat(server.countByRecipient()).hasSize(13);
            assertThat(mostWithin(Duration.ofMinutes(1), mailing.acceptedAt())).isEqualTo(5);
            assertThat(mailing.elapsed(mailing.acceptedAt().get(12)))
                    .isBetween(Duration.ofMinutes(2), Duration.ofSeconds(121));
        }
    }

    @Test
    @Tag("ledger")
    void a_limit_holds_over_runs_that_are_stopped_in_the_middle() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server)
                    .contacts(12)
                    .pace("limits: [ 4/hour ]", "patience: 2h", "chunk: 5");
            server.on(Step.DOT, at -> {
                if (at.transaction() % 3 == 0) {
                    mailing.stop().request(Reason.verbatim("stopped by the test"), ExitCodes.INTERRUPTED);
                }
                return Action.proceed();
            });

            int runs = 1;
            while (mailing.run().exitCode() == ExitCodes.INTERRUPTED) {
                runs++;
            }

            assertThat(runs).isEqualTo(5);
            assertThat(server.countByRecipient()).hasSize(12).values().containsOnly(1L);
            assertThat(mostWithin(Duration.ofHours(1), mailing.acceptedAt())).isEqualTo(4);
            assertThat(mailing.elapsed(mailing.acceptedAt().get(11))).isLessThan(Duration.ofMinutes(121));
        }
    }

    @Test
    @Tag("ledger")
    void a_relays_limit_counts_the_letters_of_every_campaign_of_the_home() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server, "limits: [ 4/hour ]")
                    .contacts(3)
                    .pace("patience: 0s");
            mailing.run();
            mailing.clock().advance(Duration.ofMinutes(10));

            RunResult other = mailing.named("invitation").run();

            assertThat(other.exitCode()).isEqualTo(ExitCodes.TRY_LATER);
            assertThat(other.status().counts().sent()).isEqualTo(1);
            assertThat(other.status().reason()).asString().contains("ecole").contains("4/hour");
            assertThat(mailing.elapsed(resumeAt(other))).isBetween(Duration.ofHours(1), Duration.ofSeconds(3601));
        }
    }

    @Test
    void a_warm_up_grows_by_the_days_it_was_used_not_by_those_a_run_waited_through() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server)
                    .contacts(30)
                    .pace(
                            "warm-up: { start: 5/day, growth: 2 }",
                            "window: { from: \"08:00\", to: \"20:00\", zone: UTC, days: [ MON, WED ] }",
                            "patience: 2d");

            RunResult result = mailing.run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.TRY_LATER);
            assertThat(mailing.acceptedAt().stream()
                            .collect(Collectors.groupingBy(
                                    time -> time.atZone(ZoneOffset.UTC).getDayOfWeek(), Collectors.counting())))
                    .containsOnly(Map.entry(DayOfWeek.MONDAY, 5L), Map.entry(DayOfWeek.WEDNESDAY, 10L));
        }
    }

    @Test
    void a_letter_that_was_refused_counts_as_one_that_was_sent() {
        try (var server = ScriptedSmtpServer.plain()) {
            server.on(
                    Step.RCPT,
                    at -> at.recipient().equals("c1@example.org")
                            ? Action.reply("550 5.1.1 <c1@example.org>: Recipient address rejected: User unknown")
                            : Action.proceed());
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server)
                    .contacts(5)
                    .pace("limits: [ 3/hour ]", "patience: 0s");

            RunResult result = mailing.run();

            assertThat(result.status().counts().sent()).isEqualTo(2);
            assertThat(result.status().counts().refused()).isEqualTo(1);
            assertThat(result.status().state()).isEqualTo(CampaignState.PAUSED);
        }
    }

    @Test
    void several_connections_keep_one_limit_together() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server, "connections: 4", "limits: [ 7/minute ]")
                    .contacts(30)
                    .pace("patience: 10m");

            RunResult result = mailing.run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(server.connections()).isEqualTo(4);
            assertThat(server.countByRecipient()).hasSize(30).values().containsOnly(1L);
            assertThat(mostWithin(Duration.ofMinutes(1), mailing.acceptedAt())).isEqualTo(7);
        }
    }

    private static Instant resumeAt(RunResult result) {
        return Objects.requireNonNull(result.status().resumeAt(), "it says when to run again");
    }
}
