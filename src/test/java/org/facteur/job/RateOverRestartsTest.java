package org.facteur.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.job.MailingFixture.mostWithin;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import org.facteur.pace.Limit;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Reason;
import org.facteur.smtp.Action;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That limits are used up, however often a mailing is stopped and started again. A start takes no time here; all else that may be lost is. */
@Tag("ledger")
class RateOverRestartsTest {

    private static final List<Limit> LIMITS =
            List.of(Limit.parse("3/second"), Limit.parse("10/minute"), Limit.parse("20/hour"), Limit.parse("30/day"));
    private static final int LETTERS = 64;
    private static final int STOPS_BY_TIME = 8;
    private static final int LETTERS_BETWEEN_STOPS = 8;

    @TempDir
    private Path home;

    @Test
    void at_any_time_of_a_mailing_the_rate_is_98_percent_of_what_its_limits_allow() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server, "limits: [ 3/second, 30/day ]")
                    .contacts(LETTERS)
                    .pace("limits: [ 10/minute, 20/hour ]", "patience: 70m");
            List<Duration> ideal = ideal();
            stopsAtAnyTime(mailing, ideal.get(LETTERS - 1));
            stopsInTheMiddleOfALetter(mailing, server);

            int stopped = 0;
            int paused = 0;
            RunResult result = mailing.run();
            while (result.exitCode() != ExitCodes.DONE) {
                if (result.exitCode() == ExitCodes.TRY_LATER) {
                    paused++;
                    mailing.clock()
                            .moveTo(Objects.requireNonNull(result.status().resumeAt()));
                } else {
                    stopped++;
                    assertThat(result.exitCode()).isEqualTo(ExitCodes.INTERRUPTED);
                }
                result = mailing.run();
            }

            assertThat(stopped).as("stops").isGreaterThanOrEqualTo(LETTERS / LETTERS_BETWEEN_STOPS);
            assertThat(paused).as("pauses").isPositive();
            assertThat(server.countByRecipient()).hasSize(LETTERS).values().containsOnly(1L);
            List<Instant> sent = mailing.acceptedAt();
            for (Limit limit : LIMITS) {
                assertThat(mostWithin(limit.window(), sent))
                        .as(limit.toString())
                        .isEqualTo(limit.count());
            }
            for (int i = 0; i < LETTERS; i++) {
                long took = mailing.elapsed(sent.get(i)).toMillis();
                assertThat(took)
                        .as("ms until letter %d left, which limits allow after %s", i, ideal.get(i))
                        .isBetween(ideal.get(i).toMillis(), ideal.get(i).toMillis() * 100 / 98);
            }
        }
    }

    /** When each letter may leave at the earliest: a window's length after the one that is as many before as the limit counts. */
    private static List<Duration> ideal() {
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < LETTERS; i++) {
            Duration earliest = Duration.ZERO;
            for (Limit limit : LIMITS) {
                if (i >= limit.count()) {
                    Duration opens = times.get(i - limit.count()).plus(limit.window());
                    earliest = opens.compareTo(earliest) > 0 ? opens : earliest;
                }
            }
            times.add(earliest);
        }
        return times;
    }

    /** Mostly while it waits: that is what it does most of the time. One stop in two comes shortly after a window has opened. */
    private static void stopsAtAnyTime(MailingFixture mailing, Duration length) {
        Random random = new Random(20_270_104);
        TreeSet<Duration> openings = new TreeSet<>(ideal());
        List<Duration> all = List.copyOf(openings);
        for (int i = 0; i < STOPS_BY_TIME; i++) {
            Duration at = i % 2 == 0
                    ? Duration.ofMillis(random.nextLong(length.toMillis()))
                    : all.get(random.nextInt(all.size())).plusMillis(random.nextInt(1_500));
            mailing.clock().at(MailingFixture.START.plus(at), () -> stop(mailing));
        }
    }

    private static void stopsInTheMiddleOfALetter(MailingFixture mailing, ScriptedSmtpServer server) {
        server.on(Step.DOT, at -> {
            if (at.transaction() % LETTERS_BETWEEN_STOPS == 0) {
                stop(mailing);
            }
            return Action.proceed();
        });
    }

    private static void stop(MailingFixture mailing) {
        mailing.stop().request(Reason.verbatim("stopped by the test"), ExitCodes.INTERRUPTED);
    }
}
