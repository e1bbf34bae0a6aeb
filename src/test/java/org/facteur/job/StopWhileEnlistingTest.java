package org.facteur.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.facteur.address.EmailAddress;
import org.facteur.campaign.Campaign;
import org.facteur.home.HomeLedger;
import org.facteur.ledger.CampaignState;
import org.facteur.ledger.EmptyLedger;
import org.facteur.ledger.Suppression;
import org.facteur.ledger.SuppressionList;
import org.facteur.ledger.store.OpenLedger;
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

    @Test
    void a_rehearsal_that_was_stopped_there_leaves_nobody_out_of_the_mailing() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server)
                    .routes("[ sandbox ]")
                    .contacts(1);
            mailing.run();
            mailing.contacts(1200).stop().request(Reason.verbatim("stopped by SIGTERM"), ExitCodes.TERMINATED);
            mailing.run();

            RunResult whole = mailing.routes("[ ecole ]").run();

            assertThat(whole.status().counts().sent()).isEqualTo(1200);
            assertThat(server.accepted()).hasSize(1200);
        }
    }

    @Test
    void somebody_who_may_be_written_to_again_since_then_is_not_left_out() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home).relay("ecole", server).contacts(1200);
            Campaign campaign = mailing.load();
            EmailAddress asked = EmailAddress.of("c3@example.org");
            EmptyLedger.in(campaign.home());
            withSuppressions(
                    campaign,
                    list -> list.add(
                            List.of(new Suppression(asked, Reason.verbatim("asked"), null, MailingFixture.START))));
            mailing.stop().request(Reason.verbatim("stopped by SIGTERM"), ExitCodes.TERMINATED);
            assertThat(mailing.run().status().counts().suppressed()).isEqualTo(1);
            withSuppressions(campaign, list -> list.remove(asked));

            RunResult whole = mailing.run();

            assertThat(whole.status().counts().sent()).isEqualTo(1200);
            assertThat(whole.status().rows()).isEqualTo(1200);
        }
    }

    private static void withSuppressions(Campaign campaign, Consumer<SuppressionList> work) {
        try (OpenLedger ledger =
                HomeLedger.of(campaign.home(), campaign.database()).open().orElseThrow()) {
            work.accept(new SuppressionList(ledger.template()));
        }
    }
}
