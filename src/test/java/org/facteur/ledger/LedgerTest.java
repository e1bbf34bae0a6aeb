package org.facteur.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.facteur.ledger.DeliveryState.DEFERRED;
import static org.facteur.ledger.DeliveryState.PENDING;
import static org.facteur.ledger.DeliveryState.SENDING;
import static org.facteur.ledger.DeliveryState.SENT;
import static org.facteur.ledger.LedgerFixture.NOON;
import static org.facteur.ledger.LedgerFixture.attempt;
import static org.facteur.ledger.LedgerFixture.book;
import static org.facteur.ledger.LedgerFixture.deferred;
import static org.facteur.ledger.LedgerFixture.delivery;
import static org.facteur.ledger.LedgerFixture.refused;
import static org.facteur.ledger.LedgerFixture.sent;
import static org.facteur.ledger.LedgerFixture.unanswered;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.facteur.address.EmailAddress;
import org.facteur.ledger.store.LedgerException;
import org.facteur.reason.Reason;
import org.facteur.verdict.Category;
import org.facteur.verdict.RetryPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("ledger")
class LedgerTest {

    private static final RetryPolicy RESEND =
            new RetryPolicy(List.of(Duration.ofMinutes(10), Duration.ofHours(1)), Duration.ofDays(3));

    private static final String MARIE = "marie@example.org";
    private static final String MESSAGE_ID = "<1.voeux@ecole.example>";

    @TempDir
    Path folder;

    private LedgerFile file;
    private Ledger ledger;

    @BeforeEach
    void open() {
        file = new LedgerFile(folder.resolve("ledger"));
        LedgerFixture.enlist(file, MARIE, "paul@example.org");
        ledger = file.writer();
    }

    @AfterEach
    void close() {
        ledger.close();
        file.close();
    }

    @Test
    void a_letter_is_sealed_and_its_outcome_recorded() {
        SealedAttempt attempt = sealed(MARIE);
        assertThat(delivery(file, MARIE).state()).isEqualTo(SENDING);

        Ledger.await(ledger.record(attempt, sent(), NOON.plusSeconds(1)));

        assertThat(delivery(file, MARIE))
                .returns(SENT, Delivery::state)
                .returns(1, Delivery::attempts)
                .returns(0, Delivery::deferrals)
                .returns(NOON, Delivery::firstAttemptAt);
        assertThat(attemptRow(attempt.attempt()))
                .containsEntry("sealed_at", NOON.toEpochMilli())
                .containsEntry("ended_at", NOON.plusSeconds(1).toEpochMilli())
                .containsEntry("outcome", "SENT")
                .containsEntry("account", LedgerFixture.ACCOUNT)
                .containsEntry("reply", "250 2.0.0 Ok");
    }

    @Test
    void a_letter_that_was_refused_before_its_seal_has_an_attempt_without_one() {
        Attempt attempt = attempt(ledger, delivery(file, MARIE));

        Ledger.await(ledger.recordUnsealed(attempt, MESSAGE_ID, deferred(NOON.plusSeconds(600)), true, NOON));

        assertThat(delivery(file, MARIE))
                .returns(DEFERRED, Delivery::state)
                .returns(1, Delivery::attempts)
                .returns(1, Delivery::deferrals)
                .returns(true, Delivery::bound)
                .returns(NOON, Delivery::firstAttemptAt);
        assertThat(attemptRow(attempt))
                .containsEntry("sealed_at", null)
                .containsEntry("ended_at", NOON.toEpochMilli())
                .containsEntry("outcome", "DEFERRED")
                .containsEntry("category", "greylisted");
    }

    @Test
    void a_second_try_keeps_the_time_of_the_first() {
        Ledger.await(ledger.recordUnsealed(
                attempt(ledger, delivery(file, MARIE)), MESSAGE_ID, deferred(NOON.plusSeconds(600)), true, NOON));
        Attempt again = attempt(ledger, delivery(file, MARIE));
        SealedAttempt sealed = ledger.seal(again, MESSAGE_ID, NOON.plusSeconds(600));
        Ledger.await(ledger.record(sealed, sent(), NOON.plusSeconds(601)));

        assertThat(delivery(file, MARIE)).returns(2, Delivery::attempts).returns(NOON, Delivery::firstAttemptAt);
    }

    @Test
    void a_letter_that_was_sent_is_never_sealed_again_and_the_writer_stops() {
        Ledger.await(ledger.record(sealed(MARIE), sent(), NOON));
        Attempt again = attempt(ledger, delivery(file, MARIE));

        assertThatThrownBy(() -> ledger.seal(again, MESSAGE_ID, NOON))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("is not in the state that attempt " + again.id() + " expects");
        assertThatThrownBy(() -> sealed("paul@example.org")).isInstanceOf(LedgerException.class);
        assertThat(delivery(file, MARIE).state()).isEqualTo(SENT);
        assertThat(delivery(file, "paul@example.org").state()).isEqualTo(PENDING);
        assertThat(attempts()).isEqualTo(1);
    }

    @Test
    void an_outcome_without_a_seal_and_a_second_outcome_are_errors() {
        SealedAttempt unsealed = new SealedAttempt(attempt(ledger, delivery(file, MARIE)), NOON);
        assertThatThrownBy(() -> Ledger.await(ledger.record(unsealed, sent(), NOON)))
                .isInstanceOf(LedgerException.class);

        assertThat(delivery(file, MARIE)).returns(PENDING, Delivery::state).returns(0, Delivery::attempts);
        assertThat(attempts()).isZero();
    }

    @Test
    void an_outcome_of_another_attempt_than_the_sealed_one_changes_nothing() {
        sealed(MARIE);
        SealedAttempt other = new SealedAttempt(attempt(ledger, delivery(file, MARIE)), NOON);

        assertThatThrownBy(() -> Ledger.await(ledger.record(other, sent(), NOON)))
                .isInstanceOf(LedgerException.class);

        assertThat(delivery(file, MARIE).state()).isEqualTo(SENDING);
    }

    @Test
    void nothing_is_sent_without_a_seal() {
        Attempt attempt = attempt(ledger, delivery(file, MARIE));

        assertThatThrownBy(() -> ledger.recordUnsealed(attempt, MESSAGE_ID, sent(), true, NOON))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a letter that is PENDING does not become SENT");
        assertThatThrownBy(() -> ledger.recordUnsealed(
                        attempt,
                        MESSAGE_ID,
                        new Outcome.InDoubt(Category.UNANSWERED, Reason.verbatim("?")),
                        true,
                        NOON))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void what_a_dead_process_left_open_is_held_in_doubt_until_the_owner_decides() {
        Attempt left = sealed(MARIE).attempt();
        List<Long> open = unanswered(file).leftOpen();

        unanswered(file).settle(open, null, NOON.plusSeconds(60));

        assertThat(open).containsExactly(left.deliveryId());
        assertThat(book(file).counts().inDoubt()).isEqualTo(1);
        assertThat(attemptRow(left)).containsEntry("outcome", "IN_DOUBT");
        assertThat(unanswered(file).resolve(EmailAddress.of(MARIE), true, NOON)).isEqualTo(1);
        assertThat(delivery(file, MARIE).state()).isEqualTo(SENT);
        assertThat(unanswered(file).resolve(EmailAddress.of(MARIE), false, NOON))
                .as("decided once and for all")
                .isZero();
    }

    @Test
    void a_doubtful_letter_goes_again_by_the_relay_that_may_have_had_it() {
        sealed(MARIE);
        unanswered(file).settle(unanswered(file).leftOpen(), RESEND, NOON.plusSeconds(60));

        assertThat(waiting())
                .anySatisfy(letter -> assertThat(letter.boundRelay()).isEqualTo("ecole"));
        assertThat(delivery(file, MARIE).state()).isEqualTo(PENDING);
    }

    @Test
    void a_letter_whose_process_dies_each_time_goes_again_as_often_as_there_are_delays_and_then_is_held() {
        List<DeliveryState> settled = new ArrayList<>();
        for (int death = 0; death < 3; death++) {
            Attempt left = sealed(MARIE).attempt();
            settled.addAll(unanswered(file)
                    .settle(unanswered(file).leftOpen(), RESEND, NOON.plusSeconds(60))
                    .values());
            assertThat(attemptRow(left)).containsEntry("outcome", "IN_DOUBT");
        }

        assertThat(settled).containsExactly(PENDING, PENDING, DeliveryState.IN_DOUBT);
    }

    @Test
    void what_the_owner_has_sent_again_begins_from_the_start() {
        Attempt attempt = attempt(ledger, delivery(file, MARIE));
        Ledger.await(ledger.recordUnsealed(attempt, MESSAGE_ID, LedgerFixture.deferred(NOON), true, NOON));
        sealed(MARIE);
        unanswered(file).settle(unanswered(file).leftOpen(), null, NOON);

        unanswered(file).resolve(null, false, NOON.plus(Duration.ofDays(5)));

        assertThat(delivery(file, MARIE).deferrals()).isZero();
        assertThat(delivery(file, MARIE).firstAttemptAt()).isNull();
        assertThat(delivery(file, MARIE).attempts()).isEqualTo(2);
    }

    @Test
    void settling_what_is_not_open_is_an_error() {
        Delivery delivery = delivery(file, MARIE);

        assertThatThrownBy(() -> unanswered(file).settle(List.of(delivery.id()), null, NOON))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("was not left open");
    }

    @Test
    void attempts_go_on_counting_after_a_restart() {
        Attempt first = sealed(MARIE).attempt();
        ledger.close();
        ledger = file.writer();

        Attempt second = attempt(ledger, delivery(file, "paul@example.org"));

        assertThat(second.id()).isGreaterThan(first.id());
    }

    @Test
    void what_a_server_says_is_data_and_no_longer_than_its_column() {
        String said = "550 '); DROP TABLE delivery; -- ".repeat(100);
        Attempt attempt = attempt(ledger, delivery(file, MARIE));

        Ledger.await(ledger.recordUnsealed(
                attempt, MESSAGE_ID, new Outcome.Refused(Category.POLICY_BLOCKED, Reason.verbatim(said)), true, NOON));

        assertThat(attemptRow(attempt).get("reply"))
                .asString()
                .hasSize(2000)
                .startsWith("550 '); DROP TABLE")
                .endsWith("…");
    }

    @Test
    void a_deferred_letter_waits_for_its_time_and_a_refused_one_no_more() {
        Ledger.await(ledger.recordUnsealed(
                attempt(ledger, delivery(file, MARIE)),
                MESSAGE_ID,
                deferred(NOON.plus(Duration.ofHours(1))),
                true,
                NOON));
        Ledger.await(ledger.recordUnsealed(
                attempt(ledger, delivery(file, "paul@example.org")), MESSAGE_ID, refused(), true, NOON));

        assertThat(waiting())
                .singleElement()
                .satisfies(letter -> assertThat(letter.dueAt())
                        .isEqualTo(NOON.plus(Duration.ofHours(1)).toEpochMilli()));
    }

    private SealedAttempt sealed(String email) {
        return ledger.seal(attempt(ledger, delivery(file, email)), MESSAGE_ID, NOON);
    }

    private List<LedgerBook.Waiting> waiting() {
        List<LedgerBook.Waiting> waiting = new java.util.ArrayList<>();
        book(file).forEachWaiting(waiting::add);
        return waiting;
    }

    private long attempts() {
        return file.client()
                .sql("SELECT COUNT(*) FROM (SELECT id FROM attempt UNION ALL SELECT id FROM open_attempt) attempts")
                .query(Long.class)
                .single();
    }

    private Map<String, Object> attemptRow(Attempt attempt) {
        return file.template().queryForMap("SELECT * FROM attempt WHERE id = ?", attempt.id());
    }
}
