package org.facteur.job.enlist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.facteur.address.EmailAddress;
import org.facteur.campaign.Campaign;
import org.facteur.contact.Contact;
import org.facteur.contact.Listed;
import org.facteur.contact.Recipient;
import org.facteur.job.MailingFixture;
import org.facteur.job.run.RunCounts;
import org.facteur.ledger.CampaignState;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.Enlistment;
import org.facteur.ledger.LedgerFile;
import org.facteur.ledger.SuppressionList;
import org.facteur.smtp.ScriptedSmtpServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.ResultSetExtractor;

@Tag("ledger")
class EnlistReaderTest {

    private static final int ROWS = 1_050;
    private static final int PAGE = 500;
    private static final String NEWCOMER = "c" + (ROWS - 1) + "@example.org";

    @TempDir
    private Path folder;

    /** At a server some way off, a look for each row would be a round trip for each. */
    @Test
    void the_ledger_is_asked_for_a_page_of_rows_at_once() {
        try (var server = ScriptedSmtpServer.plain();
                var file = new LedgerFile(folder.resolve("ledger"))) {
            Campaign campaign = MailingFixture.in(folder.resolve("home"))
                    .relay("ecole", server)
                    .contacts(ROWS)
                    .load();
            enlistAllButTheLast(file, campaign.name());
            Asked asked = new Asked(file);
            EnlistReader reader = new EnlistReader(
                    campaign.contacts(),
                    new Enlistment(asked, campaign.name()),
                    new EnlistPass(campaign, Optional::empty),
                    new SuppressionList(file.template()),
                    new RunCounts(),
                    PAGE);
            ExecutionContext context = new ExecutionContext();
            reader.open(context);
            asked.queries = 0;

            List<EnlistItem.Row> rows = new ArrayList<>();
            while (rows.size() < ROWS && reader.read() instanceof EnlistItem.Row row) {
                rows.add(row);
                if (rows.size() == 700) {
                    reader.update(context);
                }
            }
            reader.close();

            assertThat(asked.queries).isEqualTo(3);
            assertThat(rows)
                    .hasSize(ROWS)
                    .allSatisfy(row -> assertThat(row.known() == null)
                            .isEqualTo(emailOf(row).equals(NEWCOMER)));
            assertThat(context.getLong("enlist.rows"))
                    .as("rows handed on, not those read ahead")
                    .isEqualTo(700);
        }
    }

    private static String emailOf(EnlistItem.Row row) {
        return row.listed() instanceof Recipient recipient ? recipient.address().toString() : "";
    }

    private static void enlistAllButTheLast(LedgerFile file, String campaign) {
        new Campaigns(file.client()).stands(campaign, CampaignState.RUNNING, null, null, MailingFixture.START);
        Enlistment enlistment = new Enlistment(file.template(), campaign);
        List<Listed> known = new ArrayList<>();
        for (int i = 0; i < ROWS - 1; i++) {
            known.add(
                    new Recipient(EmailAddress.of("c" + i + "@example.org"), new Contact(i + 2, Map.of()), List.of()));
        }
        long pass = enlistment.openPass(false);
        enlistment.write(known, pass, MailingFixture.START);
        enlistment.closePass(pass, "digest", 0);
    }

    /** Counts what is asked. */
    private static final class Asked extends JdbcTemplate {

        private int queries;

        private Asked(LedgerFile file) {
            super(Objects.requireNonNull(file.template().getDataSource()));
        }

        @Override
        public <T extends @Nullable Object> T query(
                PreparedStatementCreator creator,
                @Nullable PreparedStatementSetter setter,
                ResultSetExtractor<T> extractor) {
            queries++;
            return super.query(creator, setter, extractor);
        }
    }
}
