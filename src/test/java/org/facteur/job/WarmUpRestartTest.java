package org.facteur.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.job.MailingFixture.START;

import java.nio.file.Path;
import java.time.Duration;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Reason;
import org.facteur.smtp.Action;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A warm-up's limit is another one each day; what a day has used of it is known to each run of the day. */
class WarmUpRestartTest {

    private static final int FIRST_DAY = 6;
    private static final int SECOND_DAY = 9;
    /** 13.5, rounded down. */
    private static final int THIRD_DAY = 13;

    /** More than a window of the first day could remember. */
    private static final int BEFORE_THE_STOP = 8;

    @TempDir
    private Path home;

    @Test
    @Tag("ledger")
    void a_run_in_the_middle_of_a_later_day_sends_what_is_left_of_that_days_limit() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server)
                    .contacts(40)
                    .pace("warm-up: { start: 6/day, growth: 1.5 }", "patience: 0s");
            server.on(Step.DOT, at -> {
                if (at.transaction() == FIRST_DAY + SECOND_DAY + BEFORE_THE_STOP) {
                    mailing.stop().request(Reason.verbatim("stopped by the test"), ExitCodes.INTERRUPTED);
                }
                return Action.proceed();
            });
            mailing.run();
            assertThat(server.acceptedCount()).isEqualTo(FIRST_DAY);
            // An hour later each day: what the day before has used is free again.
            mailing.clock().moveTo(START.plus(Duration.ofHours(25)));
            mailing.run();
            assertThat(server.acceptedCount()).isEqualTo(FIRST_DAY + SECOND_DAY);
            mailing.clock().moveTo(START.plus(Duration.ofHours(50)));
            assertThat(mailing.run().exitCode()).isEqualTo(ExitCodes.INTERRUPTED);
            mailing.clock().advance(Duration.ofHours(3));

            RunResult rest = mailing.run();

            assertThat(server.acceptedCount()).isEqualTo(FIRST_DAY + SECOND_DAY + THIRD_DAY);
            assertThat(rest.status().reason()).hasToString("campaign: 13/day reached");
        }
    }

    @Test
    void a_run_that_waits_through_the_night_knows_that_an_earlier_one_used_the_day() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server)
                    .contacts(FIRST_DAY + SECOND_DAY + 1)
                    .pace("warm-up: { start: 6/day, growth: 1.5 }", "patience: 0s");
            mailing.run();
            assertThat(server.acceptedCount()).isEqualTo(FIRST_DAY);
            mailing.clock().advance(Duration.ofHours(14));

            mailing.otherPace("warm-up: { start: 6/day, growth: 1.5 }", "patience: 11h")
                    .run();

            assertThat(server.acceptedCount()).isEqualTo(FIRST_DAY + SECOND_DAY);
        }
    }

    @Test
    void a_run_in_the_middle_of_a_day_that_was_used_up_sends_none() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server)
                    .contacts(40)
                    .pace("warm-up: { start: 6/day, growth: 1.5 }", "patience: 0s");
            mailing.run();
            mailing.clock().moveTo(START.plus(Duration.ofHours(25)));
            mailing.run();
            mailing.clock().advance(Duration.ofHours(3));

            RunResult again = mailing.run();

            assertThat(again.exitCode()).isEqualTo(ExitCodes.TRY_LATER);
            assertThat(server.acceptedCount()).isEqualTo(FIRST_DAY + SECOND_DAY);
        }
    }
}
