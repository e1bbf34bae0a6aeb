package org.facteur.job.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.facteur.address.EmailAddress;
import org.facteur.campaign.Campaign;
import org.facteur.contact.Contact;
import org.facteur.contact.Recipient;
import org.facteur.job.MailingFixture;
import org.facteur.job.run.MailLog;
import org.facteur.ledger.CampaignState;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.Claims;
import org.facteur.ledger.Delivery;
import org.facteur.ledger.Enlistment;
import org.facteur.ledger.Grants;
import org.facteur.ledger.Ledger;
import org.facteur.ledger.LedgerBook;
import org.facteur.ledger.LedgerFile;
import org.facteur.ledger.store.LedgerServer;
import org.facteur.message.Letter;
import org.facteur.message.LetterComposer;
import org.facteur.message.MessageKey;
import org.facteur.pace.Timing;
import org.facteur.postgres.PostgresServer;
import org.facteur.reason.Reason;
import org.facteur.relay.Envelope;
import org.facteur.relay.RelayClient;
import org.facteur.relay.Seal;
import org.facteur.relay.Submission;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.verdict.RuleClassifier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("postgresql")
class AccountCarrierIT {

    private static final EmailAddress MARIE = EmailAddress.of("marie@example.org");

    @TempDir
    private static Path data;

    @AutoClose
    private static PostgresServer database;

    @TempDir
    private Path home;

    @BeforeAll
    static void start() {
        database = PostgresServer.start(data);
    }

    /** A relay that has a letter and says nothing about it until the connection is broken off. */
    private static final class Silent implements RelayClient {
        private final CompletableFuture<Void> asked = new CompletableFuture<>();
        private final CompletableFuture<Void> brokenOff = new CompletableFuture<>();
        private final CompletableFuture<Void> closed = new CompletableFuture<>();

        @Override
        public Submission submit(Envelope envelope, Letter letter, Seal seal) {
            asked.complete(null);
            brokenOff.join();
            return new Submission.Broken(Reason.verbatim("broken off"));
        }

        @Override
        public void renew() {
            throw new IllegalStateException("nobody renews it");
        }

        @Override
        public void breakOff() {
            brokenOff.complete(null);
        }

        @Override
        public void close() {
            closed.complete(null);
        }
    }

    @Test
    void a_claim_that_ends_leaves_no_connection_that_waits_for_its_relay() throws Exception {
        LedgerServer store =
                new LedgerServer(database.url("carrier"), null, null, LedgerFile.witness(home.resolve("ledger")));
        try (var smtp = ScriptedSmtpServer.plain();
                LedgerFile file = new LedgerFile(store);
                Ledger ledger = Ledger.writer(file.source(), store)) {
            Campaign campaign = MailingFixture.in(home.resolve("home"))
                    .relay("ecole", smtp)
                    .contacts(1)
                    .load();
            LedgerBook book = new LedgerBook(file.client(), campaign.name());
            Silent silent = new Silent();
            try (AccountCarrier carrier = carrier(campaign, ledger, file, book, silent)) {
                Delivery marie = enlisted(file, campaign.name(), book);
                Claims.Claim claim = new Claims.Claim("ecole", campaign.name(), 7, 1, "one", true, false);
                Ledger.await(ledger.grant(
                        List.of(marie), claim, campaign.relays().get(0).relay().name(), 0));
                carrier.look();
                silent.asked.get(30, TimeUnit.SECONDS);
            }

            silent.closed.get(30, TimeUnit.SECONDS);
            assertThat(silent.brokenOff).isDone();
        }
    }

    private static AccountCarrier carrier(
            Campaign campaign, Ledger ledger, LedgerFile file, LedgerBook book, RelayClient client) {
        LetterComposer composer =
                new LetterComposer(campaign.message(), List.of("email", "prenom"), MessageKey.random());
        return new AccountCarrier(
                campaign,
                "ecole",
                1,
                ledger,
                new Grants(file.client()),
                book,
                () -> composer,
                RuleClassifier.builtIn(),
                relay -> client,
                Timing.system(),
                new MailLog(campaign.name()),
                0);
    }

    private static Delivery enlisted(LedgerFile file, String campaign, LedgerBook book) {
        new Campaigns(file.client()).stands(campaign, CampaignState.RUNNING, null, null, MailingFixture.START);
        Enlistment enlistment = new Enlistment(file.template(), campaign);
        long pass = enlistment.openPass(false);
        Contact contact = new Contact(2, Map.of("email", MARIE.toString(), "prenom", "Marie"));
        enlistment.write(List.of(new Recipient(MARIE, contact, List.of())), pass, MailingFixture.START);
        enlistment.closePass(pass, "digest", 0);
        return book.delivery(
                Objects.requireNonNull(enlistment.known(List.of(MARIE)).get(MARIE))
                        .id());
    }
}
