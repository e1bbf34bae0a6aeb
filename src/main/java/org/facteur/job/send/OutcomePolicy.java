package org.facteur.job.send;

import java.time.Instant;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.OnDoubt;
import org.facteur.ledger.Delivery;
import org.facteur.ledger.Outcome;
import org.facteur.reason.Reason;
import org.facteur.relay.Reply;
import org.facteur.relay.Submission;
import org.facteur.verdict.Category;
import org.facteur.verdict.Reaction;
import org.facteur.verdict.ReplyClassifier;
import org.facteur.verdict.Verdict;
import org.jspecify.annotations.Nullable;

/** What a submission means for its letter. Pure; what it means for others is {@link Reactions}'. */
final class OutcomePolicy {

    private final Campaign campaign;
    private final ReplyClassifier classifier;

    OutcomePolicy(Campaign campaign, ReplyClassifier classifier) {
        this.campaign = campaign;
        this.classifier = classifier;
    }

    Verdict verdict(Reply reply) {
        return classifier.classify(reply).saidByRelay(reply.phase(), reply.code() >= 500);
    }

    /** On what the server said; null where it said nothing. */
    @Nullable
    Verdict verdict(Submission submission) {
        if (submission instanceof Submission.Accepted accepted) {
            return verdict(accepted.reply());
        } else if (submission instanceof Submission.Refused refused) {
            return verdict(refused.reply());
        }
        return submission instanceof Submission.Unreachable unreachable && unreachable.reply() != null
                ? verdict(unreachable.reply())
                : null;
    }

    /** @param verdict of {@link #verdict(Submission)} */
    Outcome outcome(Submission submission, @Nullable Verdict verdict, Delivery delivery, Instant now) {
        if (submission instanceof Submission.Accepted accepted) {
            return new Outcome.Sent(
                    Category.ACCEPTED, Reason.verbatim(accepted.reply().toString()));
        } else if (submission instanceof Submission.Refused refused && verdict != null) {
            return refused(refused.reply(), verdict, delivery, now);
        } else if (submission instanceof Submission.Broken broken) {
            return broken(broken, delivery, now);
        } else if (submission instanceof Submission.Unanswered unanswered) {
            return unanswered(unanswered, delivery, now);
        }
        throw new IllegalStateException("not a transaction: " + submission);
    }

    /** An address is never called bad for a fault of ours: whatever speaks of domain, relay or run leaves it to be tried again. */
    Outcome refused(Reply reply, Verdict verdict, Delivery delivery, Instant now) {
        Reason said = Reason.verbatim(reply.toString());
        if (verdict.reaction() == Reaction.REFUSE) {
            return new Outcome.Refused(verdict.category(), said);
        }
        if (verdict.reaction() == Reaction.PAUSE_DOMAIN
                && campaign.retry().givesUp(delivery.attempts() + 1, first(delivery, now), now)) {
            // Its pause goes on for the others; a greeting is not to arrive weeks late.
            return new Outcome.Expired(verdict.category(), said);
        }
        if (verdict.reaction() != Reaction.RETRY) {
            // Due at once: what is closed is the domain or the relay, and another relay may be open.
            return new Outcome.Deferred(now, verdict.category(), said, delivery.bound(), false);
        }
        int deferrals = delivery.deferrals() + 1;
        Instant next = campaign.retry().nextTry(deferrals, verdict.retryAfter(), now);
        return campaign.retry().givesUp(deferrals, first(delivery, now), next)
                ? new Outcome.Expired(verdict.category(), said)
                : new Outcome.Deferred(next, verdict.category(), said, true, true);
    }

    /** The connection broke before the final dot. */
    Outcome broken(Submission.Broken broken, Delivery delivery, Instant now) {
        Instant next = campaign.retry().nextTry(1, null, now);
        return campaign.retry().givesUp(delivery.attempts() + 1, first(delivery, now), next)
                ? new Outcome.Expired(Category.CONNECTION_LOST, broken.cause())
                : new Outcome.Deferred(next, Category.CONNECTION_LOST, broken.cause(), delivery.bound(), false);
    }

    /** A relay that never answers may deliver all the same: how often it gets the letter again is counted, and then its owner decides. */
    Outcome unanswered(Submission.Unanswered unanswered, Delivery delivery, Instant now) {
        int deferrals = delivery.deferrals() + 1;
        Instant next = campaign.retry().nextTry(deferrals, null, now);
        return campaign.onDoubt() == OnDoubt.RESEND && campaign.retry().resends(deferrals, first(delivery, now), next)
                ? new Outcome.Deferred(next, Category.UNANSWERED, unanswered.cause(), true, true)
                : new Outcome.InDoubt(Category.UNANSWERED, unanswered.cause());
    }

    private static Instant first(Delivery delivery, Instant now) {
        return delivery.firstAttemptAt() == null ? now : delivery.firstAttemptAt();
    }
}
