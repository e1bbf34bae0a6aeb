package org.facteur.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.job.MailingFixture.START;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.facteur.ledger.CampaignState;
import org.facteur.reason.ExitCodes;
import org.facteur.smtp.Action;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.facteur.smtp.Transaction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Letters that are refused for now: when they are tried again, and when no more. */
class DeferralsTest {

    private static final String LATER = "450 4.2.0 <%s>: Recipient address rejected: mailbox busy, try again later";

    @TempDir
    private Path home;

    private MailingFixture mailing(ScriptedSmtpServer server, int contacts, String retry, String patience) {
        return MailingFixture.in(home)
                .relay("ecole", server)
                .contacts(contacts)
                .campaign("retry: " + retry)
                .pace("patience: " + patience);
    }

    @Test
    void a_deferral_within_the_runs_patience_is_waited_for_and_sent_in_the_same_run() {
        try (var server = ScriptedSmtpServer.plain()) {
            refuse(server, "c1@example.org", 1);
            var mailing = mailing(server, 3, "{ delays: [ 10m, 1h ] }", "30m");

            RunResult result = mailing.run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(server.countByRecipient()).hasSize(3).values().containsOnly(1L);
            assertThat(attempts(mailing, server, "c1@example.org")).containsExactly(Duration.ZERO, minutes(10));
            assertThat(attempts(mailing, server, "c2@example.org")).containsExactly(Duration.ZERO);
        }
    }

    @Test
    void a_deferral_beyond_it_ends_the_run_which_says_when_it_is_due() {
        try (var server = ScriptedSmtpServer.plain()) {
            refuse(server, "c1@example.org", 1);
            var mailing = mailing(server, 3, "{ delays: [ 10m, 1h ] }", "9m");

            RunResult paused = mailing.run();

            assertThat(paused.exitCode()).isEqualTo(ExitCodes.TRY_LATER);
            assertThat(paused.status().state()).isEqualTo(CampaignState.PAUSED);
            assertThat(paused.status().resumeAt()).isEqualTo(START.plus(minutes(10)));
            assertThat(paused.status().counts().deferred()).isEqualTo(1);
            assertThat(paused.status().counts().sent()).isEqualTo(2);

            mailing.clock().moveTo(START.plus(minutes(10)));

            assertThat(mailing.run().exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(attempts(mailing, server, "c1@example.org")).containsExactly(Duration.ZERO, minutes(10));
        }
    }

    @Test
    @Tag("ledger")
    void the_delays_are_taken_in_turn_and_the_last_one_repeats_over_restarts_too() {
        try (var server = ScriptedSmtpServer.plain()) {
            refuse(server, "c0@example.org", 4);
            var mailing = mailing(server, 1, "{ delays: [ 10m, 30m, 2h ] }", "45m");

            RunResult result = mailing.run();
            while (result.status().resumeAt() != null) {
                mailing.clock().moveTo(result.status().resumeAt());
                result = mailing.run();
            }

            assertThat(result.exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(attempts(mailing, server, "c0@example.org"))
                    .containsExactly(Duration.ZERO, minutes(10), minutes(40), minutes(160), minutes(280));
        }
    }

    @Test
    @Tag("ledger")
    void a_recipient_is_given_up_when_the_next_try_would_come_too_late() {
        try (var server = ScriptedSmtpServer.plain()) {
            refuse(server, "c1@example.org", Integer.MAX_VALUE);
            var mailing = mailing(server, 2, "{ delays: [ 10m ], give-up-after: 25m }", "30m");

            RunResult result = mailing.run();

            assertThat(attempts(mailing, server, "c1@example.org"))
                    .containsExactly(Duration.ZERO, minutes(10), minutes(20));
            assertThat(result.status().counts().expired()).isEqualTo(1);
            assertThat(result.status().counts().sent()).isEqualTo(1);
            assertThat(result.exitCode()).isEqualTo(ExitCodes.DONE);
        }
    }

    @Test
    void nobody_is_given_up_because_no_run_went_on_for_days() {
        try (var server = ScriptedSmtpServer.plain()) {
            refuse(server, "c0@example.org", 2);
            var mailing = mailing(server, 1, "{ delays: [ 10m, 1h, 4h ], give-up-after: 3d }", "0s");
            mailing.run();
            mailing.clock().advance(Duration.ofDays(4));
            RunResult afterTheWeekend = mailing.run();
            mailing.clock().advance(Duration.ofHours(1));

            assertThat(afterTheWeekend.status().counts().deferred()).isEqualTo(1);
            assertThat(mailing.run().status().counts().sent()).isEqualTo(1);
        }
    }

    @Test
    void a_connection_that_breaks_once_before_and_once_after_a_weekend_gives_nobody_up() {
        try (var server = ScriptedSmtpServer.plain()) {
            server.on(Step.RCPT, at -> Action.close());
            var mailing = mailing(server, 1, "{ delays: [ 10m, 1h, 4h ], give-up-after: 3d }", "0s");
            mailing.run();
            mailing.clock().advance(Duration.ofDays(4));

            assertThat(mailing.run().status().counts().deferred()).isEqualTo(1);
        }
    }

    @Test
    void a_domain_that_puts_off_all_letters_gets_none_that_is_too_late() {
        try (var server = ScriptedSmtpServer.plain()) {
            server.on(
                    Step.RCPT,
                    at -> at.recipient().endsWith("@yahoo.com")
                            ? Action.reply("421 4.7.0 [TSS04] Messages from 203.0.113.7 temporarily deferred")
                            : Action.proceed());
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server)
                    .contacts("a@yahoo.com", "b@example.org")
                    .campaign("retry: { delays: [ 10m, 1h ], give-up-after: 3d }")
                    .pace("patience: 0s");

            List<Long> deferred = new ArrayList<>();
            RunResult result = mailing.run();
            for (int night = 0; night < 4; night++) {
                deferred.add(result.status().counts().deferred());
                mailing.clock().advance(Duration.ofDays(1));
                result = mailing.run();
            }

            assertThat(deferred).containsOnly(1L);
            assertThat(result.status().counts().expired()).isEqualTo(1);
            assertThat(result.exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(Retries.putBack(mailing.load(), List.of(), List.of()))
                    .as("no fault of the address")
                    .isEqualTo(1);
        }
    }

    @Test
    @Tag("ledger")
    void a_letter_that_is_never_answered_goes_again_as_often_as_there_are_delays_and_then_is_in_doubt() {
        try (var server = ScriptedSmtpServer.plain()) {
            server.on(Step.DOT, at -> Action.close());
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server)
                    .contacts(1)
                    .campaign("on-doubt: resend", "retry: { delays: [ 10m, 20m ], give-up-after: 3d }")
                    .pace("patience: 15m");

            RunResult first = mailing.run();
            mailing.clock().advance(Duration.ofDays(1));
            RunResult second = mailing.run();

            assertThat(first.status().counts().deferred()).isEqualTo(1);
            assertThat(second.status().counts().inDoubt()).isEqualTo(1);
            assertThat(server.transactions()).hasSize(3);
        }
    }

    @Test
    void what_has_come_due_is_not_put_off_until_all_others_are_sent() {
        try (var server = ScriptedSmtpServer.plain()) {
            refuse(server, "c0@example.org", 1);
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server, "limits: [ 2/hour ]")
                    .contacts(20)
                    .campaign("retry: { delays: [ 10m ] }")
                    .pace("patience: 20h", "chunk: 4");

            mailing.run();

            // Twenty letters take ten hours.
            List<Duration> attempts = attempts(mailing, server, "c0@example.org");
            assertThat(attempts).hasSize(2);
            assertThat(attempts.get(1)).isLessThan(Duration.ofHours(5));
        }
    }

    private static void refuse(ScriptedSmtpServer server, String address, int times) {
        var left = new java.util.concurrent.atomic.AtomicInteger(times);
        server.on(
                Step.RCPT,
                at -> at.recipient().equals(address) && left.getAndDecrement() > 0
                        ? Action.reply(LATER.formatted(address))
                        : Action.proceed());
    }

    /** When there was an attempt to deliver to this address: RCPT, whatever it was answered. */
    private static List<Duration> attempts(MailingFixture mailing, ScriptedSmtpServer server, String address) {
        return server.transactions().stream()
                .filter(transaction -> transaction.asked().equals(address))
                .map(Transaction::mailAt)
                .map(mailing::elapsed)
                .toList();
    }

    private static Duration minutes(int minutes) {
        return Duration.ofMinutes(minutes);
    }
}
