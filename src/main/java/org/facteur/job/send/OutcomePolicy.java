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
import org.facteur.verdict.RetryPolicy;
import org.facteur.verdict.Verdict;
import org.jspecify.annotations.Nullable;

/** What a submission means for its letter, or for an errand. Pure; what it means for others is {@link Reactions}'. */
public final class OutcomePolicy {

    private final RetryPolicy retry;
    private final OnDoubt onDoubt;
    private final ReplyClassifier classifier;

    public OutcomePolicy(Campaign campaign, ReplyClassifier classifier) {
        this(campaign.retry(), campaign.onDoubt(), classifier);
    }

    OutcomePolicy(RetryPolicy retry, OnDoubt onDoubt, ReplyClassifier classifier) {
        this.retry = retry;
        this.onDoubt = onDoubt;
        this.classifier = classifier;
    }

    /** On what the server said; null where it said nothing. */
    public @Nullable Verdict verdict(Submission submission) {
        return submission.reply() == null ? null : verdict(submission.reply());
    }

    public Verdict verdict(Reply reply) {
        return classifier.classify(reply).saidByRelay(reply.phase(), reply.code() >= 500);
    }

    /** @param verdict of {@link #verdict(Submission)} */
    Outcome outcome(Submission submission, @Nullable Verdict verdict, Delivery delivery, Instant now) {
        if (submission instanceof Submission.Accepted accepted) {
            return accepted(accepted.reply());
        } else if (submission instanceof Submission.Refused refused && verdict != null) {
            return refused(refused.reply(), verdict, delivery, now);
        } else if (submission instanceof Submission.Broken broken) {
            return broken(broken, delivery, now);
        } else if (submission instanceof Submission.Unanswered unanswered) {
            return unanswered(unanswered, delivery, now);
        }
        throw new IllegalStateException("not a transaction: " + submission);
    }

    /** Of a letter that is sent once, such as a test: what did not go well is over. */
    public Outcome errand(Submission submission) {
        if (submission instanceof Submission.Accepted accepted) {
            return accepted(accepted.reply());
        } else if (submission instanceof Submission.Refused refused) {
            return new Outcome.Refused(verdict(refused.reply()).category(), said(refused.reply()));
        } else if (submission instanceof Submission.Broken broken) {
            return new Outcome.Refused(Category.CONNECTION_LOST, broken.cause());
        } else if (submission instanceof Submission.Unanswered unanswered) {
            return inDoubt(unanswered);
        }
        throw new IllegalStateException("not a transaction: " + submission);
    }

    private static Outcome accepted(Reply reply) {
        return new Outcome.Sent(Category.ACCEPTED, said(reply));
    }

    /** An address is never called bad for a fault of ours: whatever speaks of domain, relay or run leaves it to be tried again. */
    private Outcome refused(Reply reply, Verdict verdict, Delivery delivery, Instant now) {
        Reason said = said(reply);
        if (verdict.reaction() == Reaction.REFUSE) {
            return new Outcome.Refused(verdict.category(), said);
        }
        if (verdict.reaction() == Reaction.PAUSE_DOMAIN
                && retry.givesUp(delivery.attempts() + 1, first(delivery, now), now)) {
            // Its pause goes on for the others; a greeting is not to arrive weeks late.
            return new Outcome.Expired(verdict.category(), said);
        }
        if (verdict.reaction() != Reaction.RETRY) {
            // Due at once: what is closed is the domain or the relay, and another relay may be open.
            return new Outcome.Deferred(now, verdict.category(), said, delivery.bound(), false);
        }
        int deferrals = delivery.deferrals() + 1;
        Instant next = retry.nextTry(deferrals, verdict.retryAfter(), now);
        return retry.givesUp(deferrals, first(delivery, now), next)
                ? new Outcome.Expired(verdict.category(), said)
                : new Outcome.Deferred(next, verdict.category(), said, true, true);
    }

    /** The connection broke before the final dot. */
    private Outcome broken(Submission.Broken broken, Delivery delivery, Instant now) {
        Instant next = retry.nextTry(1, null, now);
        return retry.givesUp(delivery.attempts() + 1, first(delivery, now), next)
                ? new Outcome.Expired(Category.CONNECTION_LOST, broken.cause())
                : new Outcome.Deferred(next, Category.CONNECTION_LOST, broken.cause(), delivery.bound(), false);
    }

    /** A relay that never answers may deliver all the same: how often it gets the letter again is counted, and then its owner decides. */
    private Outcome unanswered(Submission.Unanswered unanswered, Delivery delivery, Instant now) {
        int deferrals = delivery.deferrals() + 1;
        Instant next = retry.nextTry(deferrals, null, now);
        return onDoubt == OnDoubt.RESEND && retry.resends(deferrals, first(delivery, now), next)
                ? new Outcome.Deferred(next, Category.UNANSWERED, unanswered.cause(), true, true)
                : inDoubt(unanswered);
    }

    private static Outcome inDoubt(Submission.Unanswered unanswered) {
        return new Outcome.InDoubt(Category.UNANSWERED, unanswered.cause());
    }

    private static Reason said(Reply reply) {
        return Reason.verbatim(reply.toString());
    }

    private static Instant first(Delivery delivery, Instant now) {
        return delivery.firstAttemptAt() == null ? now : delivery.firstAttemptAt();
    }
}
