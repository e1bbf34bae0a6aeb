package org.facteur.mta;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.facteur.job.RunResult;
import org.facteur.pace.Timing;
import org.facteur.packaged.Workplace;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that sends everybody away at first. */
@Tag("real-mta")
class GreylistMtaIT {

    private static final Duration DELAY = Duration.ofSeconds(5);
    private static final List<String> RECIPIENTS = IntStream.range(0, 60)
            .mapToObj(i -> "friend" + i + "@village" + i % 7 + ".example")
            .toList();

    @TempDir
    private Path dir;

    @BeforeAll
    static void the_servers_are_here() {
        Programs.assumeInstalled("postfix", "postgrey");
    }

    @Test
    void each_greylisted_letter_arrives_at_the_second_attempt_of_the_same_run() {
        // Postgrey's reply names no time by itself, so the job file's delays decide.
        try (PostgreyServer postgrey = new PostgreyServer(dir, DELAY);
                PostfixServer postfix = behind(postgrey)) {
            Workplace workplace = workplace(postfix, "[ 6s, 6s ]", 1);

            RunResult run = InProcess.run(workplace, Timing.system());

            assertThat(run.exitCode()).as(run.toString()).isZero();
            everyone_has_one_letter_at_the_second_attempt(postfix, workplace);
            // Postfix gives up on a client after 20 errors in a session, and makes it wait after 10.
            assertThat(postfix.log()).contains("450 4.2.0").doesNotContain("too many errors");
        }
    }

    @Test
    void the_time_that_the_server_names_goes_before_the_delays_of_the_job_file() {
        try (PostgreyServer postgrey =
                        new PostgreyServer(dir, DELAY, "--greylist-text=Greylisted, please try again in %s seconds");
                PostfixServer postfix = behind(postgrey)) {
            Workplace workplace = workplace(postfix, "[ 1h ]", 3);

            RunResult run = InProcess.run(workplace, Timing.system());

            assertThat(run.exitCode()).as(run.toString()).isZero();
            everyone_has_one_letter_at_the_second_attempt(postfix, workplace);
        }
    }

    private static void everyone_has_one_letter_at_the_second_attempt(PostfixServer postfix, Workplace workplace) {
        assertThat(postfix.letters())
                .containsOnlyKeys(RECIPIENTS)
                .allSatisfy((recipient, letters) ->
                        assertThat(letters).singleElement().asString().contains("X-Greylist: delayed "));
        assertThat(InProcess.rows(workplace))
                .containsOnlyKeys(RECIPIENTS)
                .allSatisfy((recipient, row) -> assertThat(row)
                        .extracting(InProcess.Row::state, InProcess.Row::attempts)
                        .containsExactly("SENT", 2));
    }

    private PostfixServer behind(PostgreyServer postgrey) {
        return new PostfixSetup(dir, RECIPIENTS)
                .with("smtpd_recipient_restrictions", postgrey.policy())
                .start();
    }

    private Workplace workplace(PostfixServer postfix, String delays, int connections) {
        return new Workplace(dir.resolve("home"))
                .contacts(InProcess.contacts(RECIPIENTS))
                .relay(postfix.port(), "connections: " + connections)
                .campaign("pace: { chunk: 20, patience: 60s }", "retry: { delays: " + delays + " }");
    }
}
