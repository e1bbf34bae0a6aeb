package org.facteur.job.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.facteur.address.EmailAddress;
import org.facteur.campaign.Campaign;
import org.facteur.contact.Contact;
import org.facteur.contact.Recipient;
import org.facteur.dispatch.queue.Choice;
import org.facteur.job.MailingFixture;
import org.facteur.job.run.MailLog;
import org.facteur.ledger.CampaignState;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.Delivery;
import org.facteur.ledger.DeliveryState;
import org.facteur.ledger.Enlistment;
import org.facteur.ledger.Ledger;
import org.facteur.ledger.LedgerBook;
import org.facteur.ledger.LedgerFile;
import org.facteur.ledger.Outcome;
import org.facteur.message.Letter;
import org.facteur.relay.Envelope;
import org.facteur.relay.Phase;
import org.facteur.relay.RelayClient;
import org.facteur.relay.Reply;
import org.facteur.relay.Seal;
import org.facteur.relay.Submission;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.verdict.RuleClassifier;
import org.facteur.verdict.Verdict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("ledger")
class LetterDeliveryTest {

    private static final EmailAddress MARIE = EmailAddress.of("marie@example.org");

    @TempDir
    Path folder;

    @Test
    void what_a_relay_answered_is_written_down_even_where_the_run_cannot_react_to_it() {
        try (var server = ScriptedSmtpServer.plain();
                LedgerFile file = new LedgerFile(folder.resolve("ledger"));
                Ledger ledger = file.writer()) {
            Campaign campaign = MailingFixture.in(folder.resolve("home"))
                    .relay("ecole", server)
                    .contacts(1)
                    .load();
            LedgerBook book = new LedgerBook(file.client(), campaign.name());
            Assignment letter = enlisted(file, campaign.name(), book);
            List<CompletableFuture<Void>> records = new ArrayList<>();
            LetterDelivery delivery = new LetterDelivery(
                    campaign,
                    ledger,
                    new OutcomePolicy(campaign, RuleClassifier.with(campaign.replies())),
                    new Deaf(),
                    MailingFixture.in(folder).clock(),
                    new MailLog(campaign.name()),
                    () -> 0);

            assertThatThrownBy(() -> delivery.deliver(letter, new Refusing(), new Alone(records)))
                    .hasMessage("the database is away");

            records.forEach(Ledger::await);
            assertThat(book.delivery(letter.delivery().id()).state()).isEqualTo(DeliveryState.REFUSED);
        }
    }

    private static Assignment enlisted(LedgerFile file, String campaign, LedgerBook book) {
        new Campaigns(file.client()).stands(campaign, CampaignState.RUNNING, null, null, MailingFixture.START);
        Enlistment enlistment = new Enlistment(file.template(), campaign);
        long pass = enlistment.openPass(false);
        enlistment.write(
                List.of(new Recipient(MARIE, new Contact(2, Map.of()), List.of())), pass, MailingFixture.START);
        enlistment.closePass(pass, "digest", 0);
        Delivery delivery = book.delivery(
                Objects.requireNonNull(enlistment.known(List.of(MARIE)).get(MARIE))
                        .id());
        Letter composed =
                new Letter("<1@ecole.example>", new MimeMessage(Session.getInstance(new Properties())), false, 0);
        return new Assignment(
                new Choice.Send(delivery.id(), 0, 0, MailingFixture.START, false, 0, 0), delivery, () -> composed);
    }

    /** A run that cannot look into its database. */
    private static final class Deaf implements DeliveryListener {
        @Override
        public String attempted(
                Assignment letter, Submission submission, @Nullable Verdict verdict, Outcome outcome, Instant now) {
            throw new IllegalStateException("the database is away");
        }

        @Override
        public boolean isForAnother(Assignment letter) {
            return false;
        }

        @Override
        public void notAttempted(
                Assignment letter, Submission.Unopened trouble, @Nullable Verdict verdict, Instant now) {}

        @Override
        public void ended(Assignment letter, boolean counted) {}
    }

    private record Alone(List<CompletableFuture<Void>> records) implements SmtpWriter.Round {
        @Override
        public int connection() {
            return 0;
        }

        @Override
        public @Nullable Assignment after(Assignment before) {
            return null;
        }

        @Override
        public void unmerged(Assignment letter, RuntimeException why) {
            throw why;
        }

        @Override
        public void recorded(CompletableFuture<Void> outcome) {
            records.add(outcome);
        }

        @Override
        public void notAttempted(Assignment letter) {}
    }

    private static final class Refusing implements RelayClient {
        @Override
        public Submission submit(Envelope envelope, Letter letter, Seal seal) {
            return new Submission.Refused(Reply.parse(Phase.RCPT, "550 5.1.1 no such user"));
        }

        @Override
        public void renew() {}

        @Override
        public void close() {}
    }
}
