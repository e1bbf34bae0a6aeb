package org.facteur.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.smtp.Action.proceed;

import java.nio.file.Path;
import java.time.Instant;
import org.facteur.ledger.CampaignRow;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.LedgerFile;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

@Tag("ledger")
class OvertakenRunTest {

    @TempDir
    private Path home;

    @Test
    void a_run_behind_which_another_has_begun_leaves_it_to_that_one_where_the_campaign_stands() throws Exception {
        try (ScriptedSmtpServer server = ScriptedSmtpServer.plain()) {
            server.on(Step.DOT, at -> {
                if (at.transaction() == 2) {
                    anotherRunBegins();
                }
                return proceed();
            });

            MailingFixture.in(home).relay("ecole", server).contacts(3).run();

            try (LedgerFile file = new LedgerFile(home.resolve("var/ledger"))) {
                assertThat(new Campaigns(JdbcClient.create(file.template())).find("voeux"))
                        .map(CampaignRow::updatedAt)
                        .map(Instant::toEpochMilli)
                        .hasValue(1L);
            }
        }
    }

    private void anotherRunBegins() {
        try (LedgerFile file = new LedgerFile(home.resolve("var/ledger"))) {
            file.template().update("INSERT INTO writer (epoch, mark) SELECT MAX(epoch) + 1, 'newer' FROM writer");
            file.template().update("UPDATE campaign SET state = 'RUNNING', updated_at = 1");
        }
    }
}
