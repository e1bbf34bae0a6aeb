package org.facteur.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.smtp.Action.proceed;

import java.nio.file.Path;
import java.time.Instant;
import org.facteur.campaign.Campaign;
import org.facteur.home.HomeLedger;
import org.facteur.ledger.CampaignRow;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.store.OpenLedger;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("ledger")
class OvertakenRunTest {

    @TempDir
    private Path home;

    @Test
    void a_run_behind_which_another_has_begun_leaves_it_to_that_one_where_the_campaign_stands() {
        try (ScriptedSmtpServer server = ScriptedSmtpServer.plain()) {
            MailingFixture mailing =
                    MailingFixture.in(home).relay("ecole", server).contacts(3);
            Campaign campaign = mailing.load();
            server.on(Step.DOT, at -> {
                if (at.transaction() == 2) {
                    anotherRunBegins(campaign);
                }
                return proceed();
            });

            mailing.run();

            try (OpenLedger ledger = open(campaign)) {
                assertThat(new Campaigns(ledger.jdbc()).find("voeux"))
                        .map(CampaignRow::updatedAt)
                        .map(Instant::toEpochMilli)
                        .hasValue(1L);
            }
        }
    }

    private static void anotherRunBegins(Campaign campaign) {
        try (OpenLedger ledger = open(campaign)) {
            ledger.template().update("INSERT INTO writer (epoch, mark) SELECT MAX(epoch) + 1, 'newer' FROM writer");
            ledger.template().update("UPDATE campaign SET state = 'RUNNING', updated_at = 1");
        }
    }

    private static OpenLedger open(Campaign campaign) {
        return HomeLedger.of(campaign.home(), campaign.database()).open().orElseThrow();
    }
}
