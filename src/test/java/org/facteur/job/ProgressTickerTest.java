package org.facteur.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.facteur.dispatch.PlanSummary;
import org.facteur.reason.ExitCodes;
import org.facteur.smtp.ScriptedSmtpServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("ledger")
class ProgressTickerTest {

    @TempDir
    private Path home;

    @Test
    void a_run_that_is_over_in_a_moment_has_told_its_plan_before() {
        try (ScriptedSmtpServer server = ScriptedSmtpServer.plain()) {
            MailingFixture mailing = MailingFixture.in(home)
                    .relay("ecole", server, "limits: [ 3/day ]")
                    .contacts(5)
                    .pace("patience: 0s");
            mailing.run();
            Queue<PlanSummary> plans = new ConcurrentLinkedQueue<>();

            // Nothing may leave: the step ends with its first look.
            RunResult paused = mailing.run(new RunOptions(false), progress -> {
                if (progress.status().plan() != null) {
                    plans.add(progress.status().plan());
                }
            });

            assertThat(paused.exitCode()).isEqualTo(ExitCodes.TRY_LATER);
            assertThat(plans).isNotEmpty();
            PlanSummary plan = Objects.requireNonNull(plans.peek());
            assertThat(plan.letters()).isEqualTo(2);
            assertThat(plan.heldBackBy()).hasToString("relay ecole: 3/day");
        }
    }
}
