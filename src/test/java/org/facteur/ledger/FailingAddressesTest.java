package org.facteur.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.facteur.address.EmailAddress;
import org.facteur.contact.Contact;
import org.facteur.contact.Recipient;
import org.facteur.ledger.FailingAddresses.Failing;
import org.facteur.reason.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("ledger")
class FailingAddressesTest {

    private static final Instant NOON = Instant.parse("2027-01-02T11:00:00Z");
    private static final String MARIE = "marie@ecole.example";

    @TempDir
    private Path folder;

    private LedgerFile file;
    private int digests;

    @BeforeEach
    void open() {
        file = new LedgerFile(folder.resolve("ledger"));
    }

    @AfterEach
    void close() {
        file.close();
    }

    private void returned(String campaign, String kind, boolean proven, String category, int day) {
        new ReturnBook(file.template())
                .add(new ReturnBook.Row(
                        "digest" + ++digests,
                        MARIE,
                        campaign,
                        1L,
                        kind,
                        proven,
                        false,
                        category,
                        null,
                        null,
                        NOON.plus(Duration.ofDays(day)),
                        null));
    }

    private List<Failing> failing() {
        return new FailingAddresses(file.client()).all();
    }

    @Test
    void three_campaigns_over_thirty_days_suggest_an_address() {
        returned("one", "bounce", true, "mailbox-full", 0);
        returned("two", "bounce", true, "mailbox-full", 10);
        returned("two", "bounce", true, "mailbox-full", 31);
        assertThat(failing()).isEmpty();

        returned("three", "bounce", true, "unknown-permanent", 32);

        assertThat(failing())
                .containsExactly(new Failing(MARIE, 3, NOON, NOON.plus(Duration.ofDays(32)), "unknown-permanent"));
    }

    @Test
    void three_campaigns_within_a_month_suggest_nobody() {
        returned("one", "bounce", true, "mailbox-full", 0);
        returned("two", "bounce", true, "mailbox-full", 10);
        returned("three", "bounce", true, "mailbox-full", 29);

        assertThat(failing()).isEmpty();
    }

    @Test
    void neither_spam_and_policy_nor_what_is_not_proven_count_against_an_address() {
        for (int i = 0; i < 4; i++) {
            returned("spam" + i, "bounce", true, "policy/spam-blocked", i * 20);
            returned("content" + i, "bounce", true, "content-rejected", i * 20);
            returned("forged" + i, "bounce", false, "mailbox-full", i * 20);
            returned("late" + i, "delay", true, "mailbox-full", i * 20);
        }

        assertThat(failing()).isEmpty();
    }

    @Test
    void an_answer_makes_up_for_what_failed_before_it() {
        returned("one", "bounce", true, "mailbox-full", 0);
        returned("two", "bounce", true, "mailbox-full", 10);
        returned("two", "answer", true, "", 15);
        returned("three", "bounce", true, "mailbox-full", 40);

        assertThat(failing()).isEmpty();
    }

    @Test
    void letters_that_a_relay_refused_count_as_those_that_bounced_and_a_suppressed_address_is_not_suggested() {
        EmailAddress marie = EmailAddress.of(MARIE);
        for (int i = 0; i < 3; i++) {
            Instant at = NOON.plus(Duration.ofDays(i * 20L));
            new Campaigns(file.client()).stands("c" + i, CampaignState.COMPLETED, null, null, at);
            Recipient recipient = new Recipient(marie, new Contact(2, Map.of("email", MARIE)), List.of());
            new Enlistment(file.template(), "c" + i).write(List.of(recipient), 1, at);
        }
        file.template()
                .update("UPDATE delivery SET state = 'EXPIRED', category = 'mailbox-full' WHERE campaign <> 'c1'");
        file.template()
                .update("UPDATE delivery SET state = 'REFUSED', category = 'mailbox-full' WHERE campaign = 'c1'");
        assertThat(failing()).extracting(Failing::email).containsExactly(MARIE);

        new SuppressionList(file.template()).add(List.of(new Suppression(marie, Reason.verbatim("x"), null, NOON)));

        assertThat(failing()).isEmpty();
    }
}
