package org.facteur.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.facteur.ledger.CampaignState;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Reason;
import org.facteur.smtp.ScriptedSmtpServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("ledger")
class StopWhileEnlistingTest {

    @TempDir
    private Path home;

    @Test
    void a_stop_ends_the_reading_of_the_contacts_and_the_next_run_goes_on_from_there() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home).relay("ecole", server).contacts(1200);
            mailing.stop().request(Reason.verbatim("stopped by SIGTERM"), ExitCodes.TERMINATED);

            RunResult stopped = mailing.run();

            assertThat(stopped.exitCode()).isEqualTo(ExitCodes.TERMINATED);
            assertThat(stopped.status().state()).isEqualTo(CampaignState.STOPPED);
            assertThat(stopped.status().counts().pending()).isBetween(1L, 1199L);
            assertThat(server.accepted()).isEmpty();

            RunResult whole = mailing.run();

            assertThat(whole.exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(whole.status().counts().sent()).isEqualTo(1200);
            assertThat(server.accepted()).hasSize(1200);
        }
    }
}
