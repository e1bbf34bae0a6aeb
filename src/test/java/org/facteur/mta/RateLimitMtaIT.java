package org.facteur.mta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.facteur.job.RunResult;
import org.facteur.pace.Timing;
import org.facteur.packaged.Workplace;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Postfix's own limits (anvil), of which the job file says nothing. They are counted over 5 seconds here, and a second of the server's is
 * a minute of the run's.
 */
@Tag("real-mta")
class RateLimitMtaIT {

    private static final int DONE = 0;
    private static final int TRY_LATER = 75;
    private static final int MOST_RUNS = 10;

    private static final List<String> RECIPIENTS = IntStream.range(0, 40)
            .mapToObj(i -> "friend" + i + "@village" + i % 5 + ".example")
            .toList();

    @TempDir
    private Path dir;

    @BeforeAll
    static void postfix_is_here() {
        Programs.assumeInstalled("postfix");
    }

    @Test
    void a_run_that_is_told_too_much_mail_slows_down_and_finishes() {
        try (PostfixServer postfix = limited("smtpd_client_message_rate_limit", 10)) {
            Workplace workplace = workplace(postfix, "pace: { patience: 2h }", "connections: 2");

            RunResult run = InProcess.run(workplace, new TimeLapse(60));

            assertThat(run.exitCode()).as(run.toString()).isEqualTo(DONE);
            everyone_has_one_letter(postfix, workplace);
            assertThat(postfix.log()).contains("Message delivery request rate limit exceeded");
        }
    }

    @Test
    void without_patience_runs_pause_and_later_ones_finish() {
        try (PostfixServer postfix = limited("smtpd_client_message_rate_limit", 10)) {
            Workplace workplace = workplace(postfix, "pace: { patience: 1m }", "connections: 1");
            Timing clock = new TimeLapse(60);

            RunResult run = InProcess.run(workplace, clock);
            assertThat(run.exitCode()).as(run.toString()).isEqualTo(TRY_LATER);
            for (int runs = 1; run.exitCode() == TRY_LATER && runs < MOST_RUNS; runs++) {
                Instant again = run.status().resumeAt();
                assertThat(again).as(run.toString()).isNotNull();
                await("the time that was named")
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> !clock.instant().isBefore(again));
                run = InProcess.run(workplace, clock);
            }

            assertThat(run.exitCode()).as(run.toString()).isEqualTo(DONE);
            everyone_has_one_letter(postfix, workplace);
        }
    }

    @Test
    void a_run_that_is_told_too_many_connections_in_a_time_slows_down_and_finishes() {
        try (PostfixServer postfix = limited("smtpd_client_connection_rate_limit", 10)) {
            Workplace workplace = workplace(postfix, "pace: { patience: 2h }", "messages-per-connection: 1");

            RunResult run = InProcess.run(workplace, new TimeLapse(60));

            assertThat(run.exitCode()).as(run.toString()).isEqualTo(DONE);
            everyone_has_one_letter(postfix, workplace);
            assertThat(postfix.log()).contains("Connection rate limit exceeded");
        }
    }

    @Test
    void a_run_that_is_told_too_many_connections_at_once_uses_fewer() {
        try (PostfixServer postfix = limited("smtpd_client_connection_count_limit", 2)) {
            Workplace workplace = workplace(postfix, "pace: { patience: 2h }", "connections: 4");

            RunResult run = InProcess.run(workplace, new TimeLapse(60));

            assertThat(run.exitCode()).as(run.toString()).isEqualTo(DONE);
            everyone_has_one_letter(postfix, workplace);
            assertThat(postfix.log()).contains("Connection concurrency limit exceeded");
        }
    }

    private static void everyone_has_one_letter(PostfixServer postfix, Workplace workplace) {
        assertThat(postfix.letters())
                .containsOnlyKeys(RECIPIENTS)
                .allSatisfy((recipient, letters) -> assertThat(letters).hasSize(1));
        assertThat(InProcess.rows(workplace))
                .containsOnlyKeys(RECIPIENTS)
                .allSatisfy((recipient, row) -> assertThat(row.state()).isEqualTo("SENT"));
    }

    private PostfixServer limited(String parameter, int limit) {
        return new PostfixSetup(dir, RECIPIENTS)
                .with("anvil_rate_time_unit", "5s")
                .with(parameter, String.valueOf(limit))
                .start();
    }

    private Workplace workplace(PostfixServer postfix, String campaign, String relay) {
        return new Workplace(dir.resolve("home"))
                .contacts(InProcess.contacts(RECIPIENTS))
                .relay(postfix.port(), relay)
                .campaign(campaign);
    }
}
