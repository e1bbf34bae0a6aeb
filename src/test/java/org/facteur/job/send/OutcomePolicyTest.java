package org.facteur.job.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.facteur.address.EmailAddress;
import org.facteur.campaign.OnDoubt;
import org.facteur.contact.Contact;
import org.facteur.ledger.Delivery;
import org.facteur.ledger.DeliveryState;
import org.facteur.ledger.Outcome;
import org.facteur.reason.Reason;
import org.facteur.relay.Phase;
import org.facteur.relay.Reply;
import org.facteur.relay.Submission;
import org.facteur.verdict.Category;
import org.facteur.verdict.RetryPolicy;
import org.facteur.verdict.RuleClassifier;
import org.junit.jupiter.api.Test;

class OutcomePolicyTest {

    private static final Instant NOON = Instant.parse("2027-01-04T12:00:00Z");
    private static final Reason CAUSE = Reason.verbatim("127.0.0.1:25 closed the connection");

    @Test
    void every_transaction_has_an_outcome_for_letters_and_for_errands() {
        assertThat(transactions().map(Object::getClass))
                .containsExactlyInAnyOrder(Submission.Opened.class.getPermittedSubclasses());
        OutcomePolicy policy = policy();

        assertThat(transactions()).allSatisfy(submission -> {
            assertThat(letter(policy, submission)).isNotNull();
            assertThat(policy.errand(submission)).isNotNull();
        });
    }

    private static Stream<Submission.Opened> transactions() {
        return Stream.of(
                new Submission.Accepted(Reply.parse(Phase.DOT, "250 2.0.0 Ok: queued")),
                new Submission.Refused(Reply.parse(Phase.RCPT, "450 4.2.0 Greylisted")),
                new Submission.Broken(CAUSE),
                new Submission.Unanswered(CAUSE));
    }

    @Test
    void a_letter_that_was_put_off_is_tried_again_and_an_errand_is_not() {
        var greylisted = new Submission.Refused(Reply.parse(Phase.RCPT, "450 4.2.0 Greylisted"));
        OutcomePolicy policy = policy();

        assertThat(letter(policy, greylisted))
                .isEqualTo(new Outcome.Deferred(
                        NOON.plus(Duration.ofMinutes(10)),
                        Category.GREYLISTED,
                        Reason.verbatim(greylisted.reply().toString()),
                        true,
                        true));
        assertThat(policy.errand(greylisted).state()).isEqualTo(DeliveryState.REFUSED);
    }

    @Test
    void no_answer_to_the_dot_is_in_doubt_for_both() {
        var unanswered = new Submission.Unanswered(CAUSE);

        assertThat(letter(policy(), unanswered)).isEqualTo(policy().errand(unanswered));
    }

    @Test
    void what_is_said_before_anybody_was_named_is_about_no_recipient_for_either() {
        var refused = new Submission.Refused(Reply.parse(Phase.MAIL, "550 5.1.1 User unknown"));

        assertThat(letter(policy(), refused).category()).isEqualTo(Category.SENDER_REJECTED);
        assertThat(policy().errand(refused).category()).isEqualTo(Category.SENDER_REJECTED);
    }

    private static Outcome letter(OutcomePolicy policy, Submission submission) {
        Delivery delivery = new Delivery(
                1,
                EmailAddress.of("marie@example.org"),
                new Contact(2, Map.of()),
                DeliveryState.PENDING,
                0,
                0,
                false,
                null,
                null);
        return policy.outcome(submission, policy.verdict(submission), delivery, NOON);
    }

    private static OutcomePolicy policy() {
        RetryPolicy retry = new RetryPolicy(List.of(Duration.ofMinutes(10)), Duration.ofDays(3));
        return new OutcomePolicy(retry, OnDoubt.HOLD, RuleClassifier.with(null));
    }
}
