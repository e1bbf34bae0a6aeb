package org.facteur.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.facteur.contact.Exclusion.Kind.DUPLICATE;
import static org.facteur.contact.Exclusion.Kind.INVALID;
import static org.facteur.contact.Exclusion.Kind.SUPPRESSED;
import static org.facteur.ledger.LedgerFixture.CAMPAIGN;
import static org.facteur.ledger.LedgerFixture.NOON;
import static org.facteur.ledger.LedgerFixture.attempt;
import static org.facteur.ledger.LedgerFixture.book;
import static org.facteur.ledger.LedgerFixture.deferred;
import static org.facteur.ledger.LedgerFixture.delivery;
import static org.facteur.ledger.LedgerFixture.enlist;
import static org.facteur.ledger.LedgerFixture.excluded;
import static org.facteur.ledger.LedgerFixture.pass;
import static org.facteur.ledger.LedgerFixture.recipient;
import static org.facteur.ledger.LedgerFixture.refused;
import static org.facteur.ledger.LedgerFixture.sent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.facteur.address.EmailAddress;
import org.facteur.contact.Exclusion;
import org.facteur.verdict.Category;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DuplicateKeyException;

@Tag("ledger")
class EnlistmentTest {

    private static final String MARIE = "marie@example.org";

    @TempDir
    Path folder;

    private LedgerFile file;

    @BeforeEach
    void open() {
        file = new LedgerFile(folder.resolve("ledger"));
        new Campaigns(file.client()).stands(CAMPAIGN, CampaignState.RUNNING, null, null, NOON);
    }

    @AfterEach
    void close() {
        file.close();
    }

    @Test
    void the_database_itself_refuses_a_second_row_for_an_address() {
        enlist(file, MARIE);

        assertThatThrownBy(() -> file.template().update("""
                        INSERT INTO delivery (id, campaign, email, domain, line, pass, fields, state, due_at, updated_at)
                        SELECT id + 1, campaign, email, domain, line, pass, fields, 'PENDING', due_at, updated_at
                        FROM delivery"""))
                .isInstanceOf(DuplicateKeyException.class)
                .message()
                .containsIgnoringCase("delivery_once");
    }

    @Test
    void the_same_file_again_changes_nothing() {
        enlist(file, MARIE, "paul@example.org", MARIE);
        Counts first = book(file).counts();

        enlist(file, MARIE, "paul@example.org", MARIE);

        assertThat(book(file).counts())
                .isEqualTo(first)
                .returns(2L, Counts::pending)
                .returns(1L, Counts::duplicate);
        assertThat(book(file).rows()).isEqualTo(3).isEqualTo(first.sum());
    }

    @Test
    void a_contact_that_was_changed_or_moved_is_kept_as_it_was_enlisted_with_its_new_line() {
        pass(file, recipient(2, MARIE, "prenom", "Marie"));

        pass(file, recipient(2, "new@example.org"), recipient(3, MARIE, "prenom", "Maria"));

        assertThat(delivery(file, MARIE).contact().values()).containsEntry("prenom", "Marie");
        assertThat(delivery(file, MARIE).contact().line()).isEqualTo(3);
        assertThat(book(file).counts().pending()).isEqualTo(2);
    }

    @Test
    void a_recipient_who_has_been_written_to_is_not_enlisted_again() {
        enlist(file, MARIE);
        try (Ledger ledger = file.writer()) {
            Attempt attempt = attempt(ledger, delivery(file, MARIE));
            Ledger.await(ledger.record(ledger.seal(attempt, "<1@x>", NOON), sent(), NOON));
        }

        enlist(file, "paul@example.org", MARIE);

        assertThat(delivery(file, MARIE).state()).isEqualTo(DeliveryState.SENT);
        assertThat(book(file).counts()).returns(1L, Counts::sent).returns(1L, Counts::pending);
    }

    @Test
    void letters_still_to_be_sent_whose_rows_are_gone_are_counted() {
        enlist(file, MARIE, "paul@example.org", "anne@example.org", "jean@example.org");
        try (Ledger ledger = file.writer()) {
            Attempt gone = attempt(ledger, delivery(file, MARIE));
            Ledger.await(ledger.record(ledger.seal(gone, "<1@x>", NOON), sent(), NOON));
            Attempt later = attempt(ledger, delivery(file, "paul@example.org"));
            Ledger.await(ledger.recordUnsealed(later, "<2@x>", deferred(NOON), true, NOON));
        }
        Enlistment enlistment = new Enlistment(file.template(), CAMPAIGN);

        long pass = enlistment.openPass(false);
        enlistment.write(List.of(recipient(2, "jean@example.org")), pass, NOON);
        enlistment.closePass(pass, "digest", 0);

        assertThat(enlistment.takenOut(pass)).as("paul and anne").isEqualTo(2);
    }

    @Test
    void a_recipient_whose_row_is_gone_stays_and_an_exclusion_goes_with_its_row() {
        pass(
                file,
                recipient(2, MARIE),
                excluded(3, INVALID, "paul@@example"),
                excluded(4, SUPPRESSED, "no@example.org"));

        pass(file, excluded(2, INVALID, "paul@@example"));

        assertThat(book(file).counts())
                .returns(1L, Counts::pending)
                .returns(1L, Counts::invalid)
                .returns(0L, Counts::suppressed);
    }

    @Test
    void a_pass_that_was_interrupted_goes_on_under_its_number() {
        Enlistment before = new Enlistment(file.template(), CAMPAIGN);
        long pass = before.openPass(false);
        before.write(List.of(recipient(2, MARIE)), pass, NOON);

        Enlistment after = new Enlistment(file.template(), CAMPAIGN);
        assertThat(after.openPass(true)).isEqualTo(pass);
        after.write(List.of(recipient(3, "paul@example.org"), recipient(4, MARIE)), pass, NOON);
        after.closePass(pass, "digest", 0);

        assertThat(exclusions())
                .extracting(Exclusion::line, Exclusion::kind)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(4L, DUPLICATE));
        assertThat(new Campaigns(file.client()).find(CAMPAIGN))
                .hasValueSatisfying(row -> assertThat(row.enlisted()).isEqualTo("digest"));
    }

    @Test
    void a_pass_that_was_interrupted_does_not_go_on_once_letters_were_put_back() {
        enlist(file, MARIE);
        Enlistment interrupted = new Enlistment(file.template(), CAMPAIGN);
        long pass = interrupted.openPass(false);
        interrupted.write(List.of(recipient(2, MARIE)), pass, NOON);

        new PutBack(file.client(), CAMPAIGN).announce();

        assertThat(interrupted.newestPass())
                .as("else a second row of hers were no duplicate")
                .isGreaterThan(pass);
    }

    @Test
    void letters_that_wait_are_found_by_whether_a_pass_has_met_them_since_they_were_put_back() {
        enlist(file, MARIE, "paul@example.org", "anne@example.org", "jean@example.org");
        try (Ledger ledger = file.writer()) {
            Attempt attempt = attempt(ledger, delivery(file, MARIE));
            Ledger.await(ledger.recordUnsealed(attempt, "<1@x>", refused(), true, NOON));
            Attempt later = attempt(ledger, delivery(file, "paul@example.org"));
            Ledger.await(ledger.recordUnsealed(later, "<2@x>", deferred(NOON), true, NOON));
        }
        PutBack putBack = new PutBack(file.client(), CAMPAIGN);
        putBack.announce();
        assertThat(putBack.one(EmailAddress.of(MARIE), EnumSet.allOf(Category.class), NOON))
                .isEqualTo(1);
        Enlistment enlistment = new Enlistment(file.template(), CAMPAIGN);

        assertThat(enlistment.waiting()).toIterable().hasSize(4);
        assertThat(enlistment.putBack())
                .toIterable()
                .extracting(letter -> letter.email().toString())
                .containsExactly(MARIE);
        assertThat(new Campaigns(file.client()).enlisted(CAMPAIGN)).contains(new Enlisted("digest", 0L, true));

        long pass = enlistment.openPass(false);
        enlistment.write(List.of(recipient(2, "jean@example.org"), recipient(3, MARIE)), pass, NOON);
        assertThat(enlistment.waitingBefore(pass))
                .toIterable()
                .extracting(letter -> letter.email().toString())
                .containsExactly("anne@example.org", "paul@example.org");
        enlistment.closePass(pass, "digest", 7);
        assertThat(enlistment.putBack()).toIterable().isEmpty();
        assertThat(new Campaigns(file.client()).enlisted(CAMPAIGN)).contains(new Enlisted("digest", 7L, false));
    }

    @Test
    void the_same_address_in_two_campaigns_is_two_letters() {
        enlist(file, MARIE);
        Enlistment other = new Enlistment(file.template(), "ete");
        new Campaigns(file.client()).stands("ete", CampaignState.RUNNING, null, null, NOON);
        other.write(List.of(recipient(2, MARIE)), other.openPass(false), NOON);

        assertThat(book(file).counts().pending()).isEqualTo(1);
        assertThat(new LedgerBook(file.client(), "ete").counts().pending()).isEqualTo(1);
    }

    @Test
    void values_are_data_whatever_they_hold() {
        String evil = "'); DROP TABLE delivery; -- {{ email }} \u0000\u2028 \"\\ \uD83D\uDC8C";
        pass(file, recipient(2, "o'brien@example.org", "prenom", evil), excluded(3, INVALID, evil));

        assertThat(delivery(file, "o'brien@example.org").contact().values()).containsEntry("prenom", evil);
        // NUL alone is not kept as it is: PostgreSQL has no text with it.
        assertThat(exclusions()).extracting(Exclusion::email).containsExactly(evil.replace('\0', '\uFFFD'));
    }

    /** In whatever form the file has them, and beside others that some databases hold for the same. */
    @Test
    void addresses_of_all_kinds_are_known_again_and_none_is_taken_for_another() {
        String[] once = {
            "Élève@example.org",
            "Marie@CAFÉ.example",
            "\"o'brien d\"@example.org",
            "\"o'brien d \"@example.org",
            "eleve@example.org",
            "o%b_n@example.org",
            "straße@example.org",
            "strasse@example.org"
        };
        String[] again = {
            "E\u0301L\u00c8VE@example.org",
            "marie@xn--caf-dma.example",
            "\"O'Brien d\"@EXAMPLE.org",
            "\"o'brien d \"@example.org",
            "ELEVE@example.org",
            "o%b_n@example.org",
            "STRAßE@example.org",
            "STRASSE@example.org"
        };
        enlist(file, once);
        enlist(file, again);

        assertThat(book(file).counts()).returns(8L, Counts::pending).returns(0L, Counts::duplicate);

        pass(file, excluded(2, INVALID, "nobody"));
        assertThat(book(file).counts()).returns(8L, Counts::pending).returns(1L, Counts::invalid);
    }

    @Test
    void only_an_address_that_is_enlisted_is_found() {
        enlist(file, MARIE);
        Enlistment enlistment = new Enlistment(file.template(), CAMPAIGN);

        assertThat(enlistment.known(List.of(EmailAddress.of(MARIE), EmailAddress.of("paul@example.org"))))
                .containsOnlyKeys(EmailAddress.of(MARIE));
        assertThat(enlistment.known(List.of())).isEmpty();
        assertThat(enlistment.hasRecipients()).isTrue();
        assertThat(new Enlistment(file.template(), "ete").hasRecipients()).isFalse();
    }

    private List<Exclusion> exclusions() {
        List<Exclusion> exclusions = new ArrayList<>();
        new LedgerLetters(file.client(), CAMPAIGN).forEachExclusion(100, exclusions::add);
        return exclusions;
    }
}
