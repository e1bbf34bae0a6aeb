package org.facteur.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.facteur.campaign.Campaign;
import org.facteur.ledger.CampaignState;
import org.facteur.report.CampaignStatus;
import org.facteur.smtp.Action;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoubtsTest {

    @TempDir
    private Path home;

    @Test
    void what_was_decided_beside_an_address_that_is_not_in_doubt_stands_and_is_told_by_status() {
        try (var server = ScriptedSmtpServer.plain()) {
            server.on(Step.DOT, at -> Action.close());
            var mailing = MailingFixture.in(home).relay("ecole", server).contacts("a@example.org", "b@example.org");
            assertThat(mailing.run().status().counts().inDoubt()).isEqualTo(2);
            Campaign campaign = mailing.load();

            assertThatThrownBy(() -> Doubts.resolve(
                            campaign, List.of("nobody@example.org", "a@example.org", "A@Example.org"), false))
                    .isInstanceOf(MendableException.class)
                    .hasMessage("nobody@example.org is not in doubt in campaign " + campaign.name());

            CampaignStatus status = status(campaign);
            assertThat(status.counts().inDoubt()).isEqualTo(1);
            assertThat(status.counts().pending()).isEqualTo(1);
            assertThat(status.state()).isEqualTo(CampaignState.PAUSED);
        }
    }

    private static CampaignStatus status(Campaign campaign) {
        try (OpenLedger ledger = OpenLedger.of(campaign.home()).orElseThrow()) {
            return Statuses.of(ledger.jdbc(), campaign.name());
        }
    }
}
