package org.facteur.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.facteur.address.EmailAddress;
import org.facteur.contact.Contact;
import org.facteur.contact.Exclusion;
import org.facteur.contact.Listed;
import org.facteur.contact.Recipient;
import org.facteur.reason.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("ledger")
class SuppressionListTest {

    private static final Instant NOON = Instant.parse("2027-01-02T11:00:00Z");
    private static final EmailAddress MARIE = EmailAddress.of("marie@ecole.example");
    private static final EmailAddress PAUL = EmailAddress.of("paul@ecole.example");

    @TempDir
    private Path folder;

    private LedgerFile file;
    private SuppressionList list;
    private Enlistment enlistment;

    @BeforeEach
    void open() {
        file = new LedgerFile(folder.resolve("ledger"));
        list = new SuppressionList(file.template());
        new Campaigns(file.client()).stands("voeux", CampaignState.RUNNING, null, null, NOON);
        enlistment = new Enlistment(file.template(), "voeux");
        pass(recipient(2, MARIE), recipient(3, PAUL));
    }

    @AfterEach
    void close() {
        file.close();
    }

    private static Recipient recipient(long line, EmailAddress address) {
        return new Recipient(address, new Contact(line, Map.of("email", address.toString())), List.of());
    }

    private void pass(Listed... rows) {
        long pass = enlistment.openPass(false);
        enlistment.write(List.of(rows), pass, NOON);
        enlistment.closePass(pass, "digest", 0);
    }

    private Counts counts() {
        return new LedgerBook(file.client(), "voeux").counts();
    }

    private void suppress(EmailAddress address) {
        list.add(List.of(new Suppression(address, Reason.verbatim("asked"), "by phone", NOON)));
    }

    @Test
    void a_letter_that_waits_for_somebody_on_the_list_becomes_a_row_that_is_left_out() {
        suppress(MARIE);

        assertThat(list.exclude()).isEqualTo(1);

        assertThat(counts().pending()).isEqualTo(1);
        assertThat(counts().suppressed()).isEqualTo(1);
        assertThat(new LedgerBook(file.client(), "voeux").quickCounts()).isEqualTo(counts());
        assertThat(list.exclude()).isZero();
    }

    @Test
    void a_letter_that_has_left_stays_one_when_its_row_is_left_out_later() {
        file.template().update("UPDATE delivery SET state = 'SENT' WHERE email = ?", MARIE.toString());
        suppress(MARIE);

        assertThat(list.exclude()).isZero();
        pass(
                new Exclusion(2, Exclusion.Kind.SUPPRESSED, MARIE.toString(), Reason.verbatim("asked")),
                recipient(3, PAUL));

        assertThat(counts().sent()).isEqualTo(1);
        assertThat(counts().suppressed()).isZero();
        assertThat(counts().sum()).isEqualTo(2);
    }

    @Test
    void the_first_reason_stays_and_evidence_and_date_with_it() {
        suppress(MARIE);
        int added = list.add(List.of(new Suppression(MARIE, Reason.verbatim("other"), null, NOON.plusSeconds(9))));

        assertThat(added).isZero();
        assertThat(list.all()).containsExactly(new Suppression(MARIE, Reason.verbatim("asked"), "by phone", NOON));
        assertThat(list.asOfNow().reason(MARIE)).isEqualTo(Reason.verbatim("asked"));
        assertThat(list.asOfNow().reason(PAUL)).isNull();
    }

    @Test
    void who_is_taken_off_is_enlisted_again_and_no_number_of_a_letter_is_used_twice() {
        suppress(PAUL);
        long id = id(PAUL);
        file.template()
                .update(
                        "INSERT INTO open_attempt (id, delivery_id, campaign, domain, relay, account, sealed_at)"
                                + " VALUES (1, ?, 'voeux', 'd', 'r', 'a', 1)",
                        id);
        list.exclude();

        assertThat(list.remove(PAUL)).isTrue();

        assertThat(list.remove(PAUL)).isFalse();
        assertThat(new Campaigns(file.client()).find("voeux").orElseThrow().enlisted())
                .isNull();
        pass(recipient(2, MARIE), recipient(3, PAUL));
        assertThat(counts().pending()).isEqualTo(2);
        assertThat(counts().suppressed()).isZero();
        assertThat(id(PAUL)).isGreaterThan(id);
    }

    private long id(EmailAddress address) {
        Long id = file.template()
                .queryForObject("SELECT id FROM delivery WHERE email = ?", Long.class, address.toString());
        return id == null ? 0 : id;
    }
}
