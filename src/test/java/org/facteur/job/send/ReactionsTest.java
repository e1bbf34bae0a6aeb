package org.facteur.job.send;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.facteur.job.MailingFixture.START;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.facteur.dispatch.PlanSummary;
import org.facteur.dispatch.Planning;
import org.facteur.job.MailingFixture;
import org.facteur.job.RunOptions;
import org.facteur.job.RunResult;
import org.facteur.ledger.CampaignState;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;
import org.facteur.reason.Reason;
import org.facteur.smtp.Action;
import org.facteur.smtp.Context;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.facteur.smtp.Transaction;
import org.facteur.verdict.Category;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run does about replies that concern more than one recipient, as servers and the ledger see it. */
class ReactionsTest {

    private static final String BUSY_DOMAIN =
            "421 4.7.0 [TSS04] Messages from 203.0.113.7 temporarily deferred due to user complaints";
    private static final String SLOW_DOWN = "450 4.7.1 Error: too much mail from 203.0.113.7";
    private static final String QUOTA =
            "550 5.4.5 Daily user sending limit exceeded. For more information on Gmail sending limits";
    private static final String GREYLISTED = "450 4.2.0 Recipient address rejected: Greylisted";
    private static final String TOO_MANY_CONNECTIONS =
            "421 4.7.0 mail.example Error: too many connections from 203.0.113.7";

    private static final String LIKELY_STANDING = "550 account not paid, no sending";
    private static final String UNSAID = "550 Requested action not taken";
    private static final String LIKELY_SENDER = "554 Sending domain has not been confirmed for this account";

    @TempDir
    private Path home;

    @Test
    @Tag("ledger")
    void a_domain_that_asks_to_slow_down_rests_longer_each_time_and_its_letters_lose_no_attempt() {
        try (var server = ScriptedSmtpServer.plain()) {
            refuse(server, Step.RCPT, 3, at -> at.recipient().endsWith("@yahoo.com"), BUSY_DOMAIN);
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server)
                    .contacts("a@yahoo.com", "b@example.org", "c@yahoo.com", "d@ymail.com", "e@example.org")
                    .campaign("retry: { delays: [ 10m ], give-up-after: 3d }")
                    .pace("patience: 6h", "chunk: 1");

            RunResult result = mailing.run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(server.countByRecipient()).hasSize(5).values().containsOnly(1L);
            // Half an hour, an hour, two hours; no letter of the provider in between.
            assertThat(attemptsAt(mailing, server, "yahoo.com", "ymail.com"))
                    .startsWith(Duration.ZERO, minutes(30), minutes(90), minutes(210));
            assertThat(attemptsAt(mailing, server, "example.org")).containsOnly(Duration.ZERO);
        }
    }

    @Test
    void a_relay_that_answers_each_MAIL_twice_ends_the_run_within_the_hour_and_costs_nobody_a_letter() {
        try (var server = ScriptedSmtpServer.plain()) {
            server.on(Step.MAIL, at -> Action.reply("250 2.1.0 ok\r\n250 2.1.0 ok"));
            var mailing = MailingFixture.in(home).relay("ecole", server).contacts(3);

            RunResult result = mailing.run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.UNAVAILABLE);
            assertThat(requireNonNull(result.status().reason())).asString().startsWith("relay ecole broke off: ");
            assertThat(mailing.elapsed(mailing.clock().instant())).isLessThan(minutes(60));
            assertThat(result.status().counts().open()).isEqualTo(3);
            assertThat(server.acceptedCount()).isZero();

            // Mended: the next run tries at once.
            server.on(Step.MAIL, at -> Action.proceed());
            mailing.clock().advance(minutes(15));
            assertThat(mailing.run().status().counts().sent()).isEqualTo(3);
        }
    }

    @Test
    @Tag("ledger")
    void a_domains_pause_outlasts_the_run_and_holds_for_other_campaigns() {
        try (var server = ScriptedSmtpServer.plain()) {
            refuse(server, Step.RCPT, 1, at -> true, BUSY_DOMAIN);
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server)
                    .contacts("a@yahoo.com")
                    .pace("patience: 0s");
            RunResult first = mailing.run();

            mailing.clock().advance(minutes(10));
            RunResult other =
                    mailing.named("invitation").contacts("z@yahoo.com").run();

            assertThat(first.exitCode()).isEqualTo(ExitCodes.TRY_LATER);
            assertThat(other.exitCode()).isEqualTo(ExitCodes.TRY_LATER);
            assertThat(other.status().reason()).asString().contains("TSS04");
            assertThat(other.status().resumeAt()).isEqualTo(START.plus(minutes(30)));
            assertThat(server.accepted()).isEmpty();
        }
    }

    @Test
    void a_relay_that_asks_to_slow_down_rests_and_goes_on_at_half_its_rate() {
        try (var server = ScriptedSmtpServer.plain()) {
            var begun = new AtomicInteger();
            refuse(server, Step.MAIL, 1, at -> begun.incrementAndGet() > 40, SLOW_DOWN);
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server, "limits: [ 40/minute ]")
                    .contacts(80)
                    .pace("patience: 2h", "pause: 0s");

            RunResult result = mailing.run();

            List<Instant> sent = mailing.acceptedAt();
            assertThat(result.exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(server.countByRecipient()).hasSize(80).values().containsOnly(1L);
            // It was told so with the 41st, a minute after the first.
            Duration rest = Duration.between(sent.get(39), sent.get(40));
            assertThat(rest).isBetween(minutes(6), Duration.ofSeconds(361));
            assertThat(Duration.between(sent.get(40), sent.get(41))).isGreaterThanOrEqualTo(Duration.ofMillis(2500));
            // Faster by and by: the last letters are closer together than the first after the rest.
            assertThat(Duration.between(sent.get(78), sent.get(79)))
                    .isLessThan(Duration.between(sent.get(41), sent.get(42)));
        }
    }

    @Test
    @Tag("ledger")
    void a_used_up_quota_closes_the_relay_until_its_oldest_letter_is_a_day_old() {
        try (var server = ScriptedSmtpServer.plain()) {
            var accepted = new AtomicInteger();
            server.on(Step.DOT, at -> accepted.incrementAndGet() == 11 ? Action.reply(QUOTA) : Action.proceed());
            var mailing = MailingFixture.in(home)
                    .relay("gmail", server, "limits: [ 10/hour ]")
                    .contacts(15)
                    .pace("patience: 2h");

            RunResult paused = mailing.run();

            assertThat(paused.exitCode()).isEqualTo(ExitCodes.TRY_LATER);
            assertThat(paused.status().counts().refused()).isZero();
            assertThat(paused.status().counts().sent()).isEqualTo(10);
            assertThat(paused.status().reason()).asString().contains("Daily user sending limit exceeded");
            assertThat(mailing.elapsed(requireNonNull(paused.status().resumeAt())))
                    .isEqualTo(Duration.ofDays(1));

            mailing.clock().moveTo(requireNonNull(paused.status().resumeAt()));
            assertThat(mailing.run().exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(server.countByRecipient()).hasSize(15).values().containsOnly(1L);
        }
    }

    @Test
    @Tag("ledger")
    void a_server_that_asks_for_fewer_connections_gets_fewer() {
        try (var server = ScriptedSmtpServer.plain()) {
            server.on(
                    Step.MAIL,
                    at -> server.openConnections() > 2 ? Action.reply(TOO_MANY_CONNECTIONS) : Action.proceed());
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server, "connections: 4")
                    .contacts(60)
                    .pace("patience: 1h", "pause: 0s", "chunk: 30");

            RunResult result = mailing.run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(server.countByRecipient()).hasSize(60).values().containsOnly(1L);
            int refused = server.transactions().size() - server.accepted().size();
            assertThat(refused).isLessThan(12);
        }
    }

    @Test
    void a_relay_that_breaks_off_again_and_again_is_left_alone_for_a_growing_time_without_using_up_attempts() {
        try (var server = ScriptedSmtpServer.plain()) {
            // Before the final dot: the letter is safe to send again.
            server.on(Step.RCPT, at -> at.transaction() <= 6 ? Action.reset() : Action.proceed());
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server)
                    .contacts(3)
                    .campaign("retry: { delays: [ 1s ], give-up-after: 3d }")
                    .pace("patience: 2h");

            RunResult result = mailing.run();

            List<Duration> begun = server.transactions().stream()
                    .map(transaction -> mailing.elapsed(transaction.mailAt()))
                    .toList();
            assertThat(result.exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(server.countByRecipient()).hasSize(3).values().containsOnly(1L);
            assertThat(gaps(begun.subList(0, 7)))
                    .containsExactly(
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(30),
                            minutes(1),
                            minutes(2),
                            minutes(4));
        }
    }

    @Test
    void a_relay_that_nobody_answers_at_ends_the_run_after_three_tries_and_loses_nothing() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home).relay("ecole", server).contacts(3);
            server.leave();

            RunResult result = mailing.run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.UNAVAILABLE);
            assertThat(result.status().state()).isEqualTo(CampaignState.FAILED);
            assertThat(result.status().reason()).asString().contains("relay ecole cannot be reached");
            assertThat(result.status().counts().pending()).isEqualTo(3);
            assertThat(mailing.elapsed(mailing.clock().instant()))
                    .isBetween(Duration.ofSeconds(6), Duration.ofSeconds(8));
        }
    }

    @Test
    @Tag("ledger")
    void another_relay_takes_over_from_one_that_is_closed_but_never_a_greylisted_letter() {
        try (var first = ScriptedSmtpServer.plain();
                var second = ScriptedSmtpServer.plain()) {
            var asked = new AtomicInteger();
            first.on(Step.RCPT, at -> {
                int number = asked.incrementAndGet();
                if (number == 1) {
                    return Action.reply("450 4.2.0 <" + at.recipient() + ">: Recipient address rejected: Greylisted");
                }
                return number == 4 ? Action.reply(QUOTA) : Action.proceed();
            });
            var mailing = MailingFixture.in(home)
                    .relay("ecole", first)
                    .relay("gmail", second, "from: zythom@gmail.example")
                    .contacts(8)
                    .campaign("retry: { delays: [ 10m ] }")
                    .pace("patience: 26h", "pause: 0s");

            RunResult result = mailing.run();

            String greylisted = first.transactions().get(0).asked();
            assertThat(result.exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(first.countByRecipient()).hasSize(3).containsKey(greylisted);
            assertThat(second.countByRecipient()).hasSize(5).doesNotContainKey(greylisted);
            assertThat(second.accepted()).allMatch(letter -> letter.sender().equals("zythom@gmail.example"));
        }
    }

    @Test
    void an_unreachable_relay_does_not_end_a_run_that_has_another() {
        try (var first = ScriptedSmtpServer.plain();
                var second = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", first)
                    .relay("gmail", second)
                    .contacts(6)
                    .pace("pause: 0s");
            first.leave();

            RunResult result = mailing.run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(second.countByRecipient()).hasSize(6).values().containsOnly(1L);
        }
    }

    @Test
    void a_run_ends_when_only_an_unreachable_relay_may_carry_what_is_left() {
        try (var dead = ScriptedSmtpServer.plain();
                var alive = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", dead)
                    .relay("gmail", alive)
                    .routes("[ { relay: ecole, for: \"*.edu\" }, { relay: gmail, for: \"*.org\" } ]")
                    .contacts("a@example.edu", "b@example.org", "c@example.edu", "d@example.org")
                    .pace("pause: 0s");
            dead.leave();

            RunResult result = mailing.run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.UNAVAILABLE);
            assertThat(result.status().reason()).asString().contains("relay ecole cannot be reached");
            assertThat(alive.countByRecipient()).containsOnlyKeys("b@example.org", "d@example.org");
            assertThat(result.status().counts().pending()).isEqualTo(2);
            assertThat(mailing.elapsed(mailing.clock().instant())).isLessThan(minutes(2));
        }
    }

    @Test
    void letters_greylisted_at_a_relay_that_is_then_gone_leave_by_another() {
        try (var first = ScriptedSmtpServer.plain();
                var second = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", first)
                    .relay("gmail", second)
                    .contacts(3)
                    .campaign("retry: { delays: [ 10m ] }")
                    .pace("patience: 5m", "pause: 0s");
            first.on(Step.RCPT, at -> Action.reply(GREYLISTED));
            assertThat(mailing.run().exitCode()).isEqualTo(ExitCodes.TRY_LATER);
            first.leave();
            mailing.clock().moveTo(START.plus(minutes(10)));

            RunResult result = mailing.run();

            assertThat(first.transactions()).hasSize(3);
            assertThat(result.exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(second.countByRecipient()).hasSize(3).values().containsOnly(1L);
            assertThat(mailing.elapsed(mailing.clock().instant())).isLessThan(minutes(12));
        }
    }

    @Test
    @Tag("ledger")
    void a_greylisted_letter_leaves_by_the_relay_that_the_job_file_names_now() {
        try (var first = ScriptedSmtpServer.plain();
                var second = ScriptedSmtpServer.plain()) {
            first.on(Step.RCPT, at -> Action.reply(GREYLISTED));
            var mailing = MailingFixture.in(home)
                    .relay("ecole", first)
                    .relay("gmail", second)
                    .contacts("a@example.org")
                    .pace("patience: 0s");
            mailing.run();
            mailing.clock().advance(minutes(60));

            RunResult result = mailing.routes("[ { relay: ecole, for: \"*.edu\" }, gmail ]")
                    .run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(first.transactions()).hasSize(1);
            assertThat(second.accepted()).hasSize(1);
        }
    }

    @Test
    @Tag("ledger")
    void a_sender_that_is_rejected_stops_the_run_at_once_and_calls_nobody_bad() {
        try (var server = ScriptedSmtpServer.plain()) {
            server.on(
                    Step.MAIL,
                    at -> Action.reply(
                            "553 5.7.1 <zythom@ecole.example>: Sender address rejected: not owned by user zythom"));
            var mailing = MailingFixture.in(home).relay("ecole", server).contacts(5);

            RunResult result = mailing.run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.CONFIG);
            assertThat(result.status().state()).isEqualTo(CampaignState.FAILED);
            assertThat(result.status().counts().refused()).isZero();
            assertThat(result.status().counts().open()).isEqualTo(5);
            assertThat(server.lines().stream().filter(line -> line.startsWith("MAIL")))
                    .hasSize(1);
        }
    }

    @Test
    @Tag("ledger")
    void refusals_that_are_likely_ours_stop_the_run_and_nobody_does_without_whatever_each_was_called() {
        try (var server = ScriptedSmtpServer.plain()) {
            server.on(Step.RCPT, at -> Action.reply(at.transaction() % 2 == 0 ? LIKELY_STANDING : LIKELY_SENDER));
            var mailing = MailingFixture.in(home).relay("ecole", server).contacts(8);

            RunResult result = mailing.run();

            assertThat(result.exitCode()).isIn(ExitCodes.UNAVAILABLE, ExitCodes.CONFIG);
            assertThat(result.status().counts().refused()).isZero();
            assertThat(result.status().counts().open()).isEqualTo(8);
        }
    }

    @Test
    void a_login_that_is_refused_for_certain_gives_back_those_who_were_refused_for_what_was_likely_ours() {
        try (var server = ScriptedSmtpServer.plain()) {
            server.on(
                    Step.RCPT,
                    at -> Action.reply(at.transaction() < 4 ? LIKELY_STANDING : "530 5.7.0 Authentication required"));
            var mailing = MailingFixture.in(home).relay("ecole", server).contacts(8);

            RunResult result = mailing.run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.NO_PERMISSION);
            assertThat(result.status().counts().open()).isEqualTo(8);
        }
    }

    private static Action await(Callable<Boolean> condition, Action then) {
        try {
            assertThat(condition.call()).isTrue();
            return then;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Tag("ledger")
    void a_relay_that_takes_nobody_for_what_is_likely_ours_loses_nobody_however_few_they_are() {
        try (var server = ScriptedSmtpServer.plain()) {
            server.on(Step.RCPT, at -> Action.reply(LIKELY_SENDER));
            var mailing = MailingFixture.in(home).relay("ecole", server).contacts(3);

            RunResult result = mailing.run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.CONFIG);
            assertThat(result.status().state()).isEqualTo(CampaignState.FAILED);
            assertThat(result.status().reason())
                    .asString()
                    .startsWith("relay ecole took no letter, and refused 3 for what is likely no fault")
                    .contains("Sending domain has not been confirmed");
            assertThat(result.status().counts().open()).isEqualTo(3);

            server.on(Step.RCPT, at -> Action.proceed());
            assertThat(mailing.run().status().counts().sent()).isEqualTo(3);
            assertThat(server.countByRecipient()).hasSize(3).values().containsOnly(1L);
        }
    }

    @Test
    @Tag("ledger")
    void one_who_is_left_over_and_refused_alone_does_not_end_each_night_s_run() {
        try (var server = ScriptedSmtpServer.plain()) {
            server.on(Step.RCPT, at -> at.transaction() == 3 ? Action.reply(GREYLISTED) : Action.proceed());
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server)
                    .contacts(3)
                    .campaign("retry: { delays: [ 10m ] }")
                    .pace("patience: 5m", "pause: 0s");
            assertThat(mailing.run().status().counts().sent()).isEqualTo(2);
            server.on(Step.RCPT, at -> Action.reply(LIKELY_SENDER));
            mailing.clock().moveTo(START.plus(minutes(10)));

            RunResult result = mailing.run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(result.status().counts().refused()).isEqualTo(1);
            assertThat(result.refused()).containsExactly(Map.entry(Category.SENDER_REJECTED, 1L));
        }
    }

    @Test
    void a_relay_that_has_taken_a_letter_has_a_reason_to_refuse_another_and_its_category_is_told() {
        try (var server = ScriptedSmtpServer.plain()) {
            server.on(Step.RCPT, at -> at.transaction() == 1 ? Action.proceed() : Action.reply(LIKELY_SENDER));
            var mailing = MailingFixture.in(home).relay("ecole", server).contacts(3);

            RunResult result = mailing.run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(result.status().counts().refused()).isEqualTo(2);
            assertThat(result.refused()).containsExactly(Map.entry(Category.SENDER_REJECTED, 2L));
        }
    }

    @Test
    void one_relay_that_takes_letters_does_not_speak_for_another_that_takes_none() {
        try (var first = ScriptedSmtpServer.plain();
                var second = ScriptedSmtpServer.plain()) {
            second.on(Step.RCPT, at -> Action.reply(LIKELY_SENDER));
            var mailing = MailingFixture.in(home)
                    .relay("ecole", first)
                    .relay("gmail", second)
                    .routes("[ { relay: gmail, for: \"*.edu\" }, ecole ]")
                    .contacts("a@one.edu", "b@two.edu", "c@example.org", "d@example.org");

            RunResult result = mailing.run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.CONFIG);
            assertThat(result.status().counts().sent()).isEqualTo(2);
            assertThat(result.status().counts().open()).isEqualTo(2);
        }
    }

    @Test
    void one_relay_that_takes_letters_does_not_break_the_row_of_another_that_has_begun_to_refuse() {
        try (var first = ScriptedSmtpServer.plain();
                var second = ScriptedSmtpServer.plain()) {
            second.on(Step.RCPT, at -> at.transaction() == 1 ? Action.proceed() : Action.reply(LIKELY_SENDER));
            var mailing = MailingFixture.in(home)
                    .relay("ecole", first)
                    .relay("gmail", second)
                    .routes("[ { relay: gmail, for: \"*.edu\" }, ecole ]")
                    .pace("chunk: 2", "pause: 0s")
                    .contacts(IntStream.range(0, 40)
                            .mapToObj(i -> "a" + i + "@d" + i + (i % 2 == 0 ? ".edu" : ".example.org"))
                            .toArray(String[]::new));

            RunResult result = mailing.run();

            assertThat(result.exitCode()).isNotEqualTo(ExitCodes.DONE);
            assertThat(result.status().counts().refused()).isZero();
            assertThat(second.countByRecipient()).hasSize(1);
        }
    }

    @Test
    void a_run_that_is_stopped_in_such_a_row_gives_them_back_too() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home).relay("ecole", server).contacts(8);
            server.on(Step.RCPT, at -> {
                if (at.transaction() == 2) {
                    mailing.stop().request(Reason.verbatim("stopped by SIGTERM"), ExitCodes.TERMINATED);
                }
                return Action.reply(LIKELY_SENDER);
            });

            RunResult result = mailing.run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.TERMINATED);
            assertThat(result.status().counts().refused()).isZero();
            assertThat(result.status().counts().open()).isEqualTo(8);
        }
    }

    @Test
    void a_relay_that_took_none_of_a_few_and_does_not_say_why_leaves_nobody_refused() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home).relay("ecole", server).contacts(4);
            server.on(Step.DOT, at -> Action.reply(UNSAID));

            RunResult result = mailing.run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.UNAVAILABLE);
            assertThat(result.status().counts().open()).isEqualTo(4);
        }
    }

    @Test
    void a_relay_that_takes_every_fifth_and_does_not_say_why_leaves_nobody_refused() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home).relay("ecole", server).contacts(40);
            server.on(Step.DOT, at -> at.transaction() % 5 == 1 ? Action.proceed() : Action.reply(UNSAID));

            RunResult result = mailing.run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.UNAVAILABLE);
            assertThat(String.valueOf(result.status().reason()))
                    .contains("10 letters were refused for reasons Facteur does not know for certain, more than the 3");
            assertThat(result.status().counts().refused()).isZero();
            assertThat(result.status().counts().open()).isEqualTo(37);
        }
    }

    @Test
    void a_run_that_is_stopped_before_the_fifth_refusal_without_a_reason_gives_them_back_where_nobody_was_taken() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home).relay("ecole", server).contacts(8);
            server.on(Step.DOT, at -> {
                if (at.transaction() == 3) {
                    mailing.stop().request(Reason.verbatim("stopped by SIGTERM"), ExitCodes.TERMINATED);
                }
                return Action.reply(UNSAID);
            });

            RunResult result = mailing.run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.TERMINATED);
            assertThat(result.status().counts().open()).isEqualTo(8);
        }
    }

    @Test
    void what_comes_in_behind_the_refusal_that_ends_a_run_goes_back_with_it_whatever_it_is_called() throws Exception {
        var bothThere = new CyclicBarrier(2);
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server, "connections: 2")
                    .contacts(2)
                    .pace("pause: 0s");
            server.on(Step.MAIL, at -> {
                return await(() -> bothThere.await() >= 0, Action.proceed());
            });
            server.on(Step.RCPT, at -> {
                if (at.connection() == 1) {
                    return Action.reply("550 5.7.1 Sender address rejected: not owned by user zythom");
                }
                Instant never = Timing.system().instant().plus(Duration.ofDays(1));
                return await(() -> !mailing.stop().waitUntil(never, Timing.system()), Action.reply(LIKELY_STANDING));
            });

            RunResult result = mailing.run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.CONFIG);
            assertThat(result.status().counts().refused()).isZero();
            assertThat(result.status().counts().open()).isEqualTo(2);
        }
    }

    @Test
    void letters_blocked_at_three_domains_stop_the_run() {
        try (var server = ScriptedSmtpServer.plain()) {
            server.on(Step.DOT, at -> Action.reply("550 5.7.1 Message rejected as spam by Content Filtering"));
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server)
                    .contacts("a@one.example", "b@two.example", "c@three.example", "d@four.example", "e@five.example")
                    .pace("pause: 0s");

            RunResult result = mailing.run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.DATA);
            assertThat(server.transactions()).hasSize(3);
            assertThat(result.status().counts().sent()).isZero();
        }
    }

    @Test
    @Tag("ledger")
    void a_letter_that_the_relay_finds_too_large_stops_the_run_and_the_others_can_still_get_a_smaller_one() {
        try (var server = ScriptedSmtpServer.plain()) {
            server.on(Step.MAIL, at -> Action.reply("552 5.3.4 Message size exceeds fixed limit"));
            var mailing = MailingFixture.in(home).relay("ecole", server).contacts(8);

            RunResult result = mailing.run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.DATA);
            assertThat(result.status().reason()).asString().startsWith("3 letters in a row were refused as too large");
            assertThat(result.status().counts().open()).isEqualTo(8);
        }
    }

    @Test
    @Tag("ledger")
    void a_warm_up_lets_more_go_each_day() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server)
                    .contacts(30)
                    .pace("warm-up: { start: 4/day, growth: 2 }", "patience: 3d", "pause: 0s");

            RunResult result = mailing.run();

            List<Instant> sent = mailing.acceptedAt();
            assertThat(result.exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(sent.stream().filter(time -> time.isBefore(START.plus(Duration.ofDays(1)))))
                    .hasSizeBetween(4, 8);
            assertThat(MailingFixture.mostWithin(Duration.ofDays(1), sent.subList(0, 12)))
                    .isLessThanOrEqualTo(12);
            assertThat(mailing.elapsed(sent.get(29))).isBetween(Duration.ofDays(2), Duration.ofDays(4));
        }
    }

    @Test
    @Tag("ledger")
    void what_has_lain_still_for_too_long_is_taken_up_by_hand_only() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server, "limits: [ 2/day ]")
                    .contacts(4)
                    .campaign("stale-after: 7d")
                    .pace("patience: 0s");
            mailing.run();
            mailing.clock().advance(Duration.ofDays(8));

            var refusal = catchThrowableOfType(MendableException.class, mailing::run);
            assertThat(refusal).hasMessageContaining("restart").hasMessageContaining("2 letters remain");
            assertThat(server.accepted()).hasSize(2);

            assertThat(mailing.run(new RunOptions(true)).exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(server.accepted()).hasSize(4);
        }
    }

    @Test
    void the_plan_is_what_the_server_then_sees() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server, "limits: [ 7/hour, 20/day ]")
                    .contacts(50)
                    .pace(
                            "window: { from: \"22:00\", to: \"06:00\", zone: Europe/Paris }",
                            "patience: 1d",
                            "pause: 0s");
            var plan =
                    org.assertj.core.api.Assertions.assertThatCode(() -> Planning.of(mailing.load(), mailing.clock()));
            plan.doesNotThrowAnyException();
            PlanSummary foreseen = foreseen(mailing);

            mailing.run();

            List<Instant> sent = mailing.acceptedAt();
            assertThat(foreseen.letters()).isEqualTo(50);
            assertThat(foreseen.heldBackBy()).asString().contains("20/day");
            assertThat(foreseen.ends())
                    .isBetween(sent.get(49).minusSeconds(60), sent.get(49).plusSeconds(60));
        }
    }

    private static PlanSummary foreseen(MailingFixture mailing) {
        try {
            return Planning.of(mailing.load(), mailing.clock());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void refuse(ScriptedSmtpServer server, Step step, int times, Predicate<Context> whom, String reply) {
        var left = new AtomicInteger(times);
        server.on(step, at -> whom.test(at) && left.getAndDecrement() > 0 ? Action.reply(reply) : Action.proceed());
    }

    private static List<Duration> attemptsAt(MailingFixture mailing, ScriptedSmtpServer server, String... domains) {
        return server.transactions().stream()
                .filter(transaction -> List.of(domains)
                        .contains(transaction
                                .asked()
                                .substring(transaction.asked().indexOf('@') + 1)))
                .map(Transaction::mailAt)
                .map(mailing::elapsed)
                .toList();
    }

    private static List<Duration> gaps(List<Duration> times) {
        return IntStream.range(1, times.size())
                .mapToObj(i -> times.get(i).minus(times.get(i - 1)))
                .toList();
    }

    private static Duration minutes(int minutes) {
        return Duration.ofMinutes(minutes);
    }
}
