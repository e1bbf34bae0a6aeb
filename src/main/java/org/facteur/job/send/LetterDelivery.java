package org.facteur.job.send;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.facteur.campaign.Campaign;
import org.facteur.dispatch.Dispatch;
import org.facteur.dispatch.queue.Choice;
import org.facteur.job.run.MailLog;
import org.facteur.job.run.RunCounts;
import org.facteur.ledger.Attempt;
import org.facteur.ledger.Delivery;
import org.facteur.ledger.Ledger;
import org.facteur.ledger.Outcome;
import org.facteur.message.Letter;
import org.facteur.pace.Timing;
import org.facteur.relay.Envelope;
import org.facteur.relay.Relay;
import org.facteur.relay.RelayClient;
import org.facteur.relay.Submission;
import org.facteur.verdict.Verdict;
import org.jspecify.annotations.Nullable;

/** One letter: offer, seal, dot, record. */
final class LetterDelivery implements SmtpWriter.Delivery {

    private final Campaign campaign;
    private final Dispatch dispatch;
    private final Ledger ledger;
    private final OutcomePolicy judge;
    private final Reactions reactions;
    private final RunCounts tally;
    private final Timing timing;
    private final MailLog log;

    LetterDelivery(
            Campaign campaign,
            Dispatch dispatch,
            Ledger ledger,
            OutcomePolicy judge,
            Reactions reactions,
            RunCounts tally,
            Timing timing,
            MailLog log) {
        this.campaign = campaign;
        this.dispatch = dispatch;
        this.ledger = ledger;
        this.judge = judge;
        this.reactions = reactions;
        this.tally = tally;
        this.timing = timing;
        this.log = log;
    }

    @Override
    public @Nullable CompletableFuture<Void> deliver(Assignment assignment, RelayClient client) {
        Choice.Send send = assignment.send();
        Delivery delivery = assignment.delivery();
        Letter composed = assignment.letter();
        if (composed == null) {
            throw new IllegalStateException("delivery " + delivery.id() + " has not been composed");
        }
        // Its files are read before the relay is asked for anything.
        Letter letter = composed.complete(timing.instant());
        Relay relay = dispatch.route(send.lane()).relay();
        Attempt attempt =
                ledger.open(delivery, campaign.name(), delivery.email().domain(), relay.name(), relay.account());
        Envelope envelope =
                new Envelope((relay.from() == null ? campaign.from() : relay.from()).address(), delivery.email());
        boolean[] sealed = {false};
        boolean counted = true;
        try {
            Submission submission = client.submit(envelope, letter, () -> {
                ledger.seal(attempt, letter.messageId(), timing.instant());
                sealed[0] = true;
            });
            Instant now = timing.instant();
            if (submission instanceof Submission.Unopened trouble) {
                counted = false;
                unopened(trouble, send, now);
                return null;
            }
            Outcome outcome = outcome(submission, send, delivery, now);
            log.outcome(delivery, relay.name(), outcome);
            CompletableFuture<Void> recorded = sealed[0]
                    ? ledger.record(attempt, outcome, now)
                    : ledger.recordUnsealed(attempt, letter.messageId(), outcome, true, now);
            tally.moved(delivery.state(), outcome.state(), now);
            if (outcome instanceof Outcome.Deferred deferred) {
                dispatch.defer(send, deferred.until(), deferred.bound());
            }
            return recorded;
        } finally {
            dispatch.end(send, timing.instant(), counted);
        }
    }

    private void unopened(Submission.Unopened trouble, Choice.Send send, Instant now) {
        if (trouble instanceof Submission.Unreachable unreachable) {
            Verdict verdict = unreachable.reply() == null ? null : judge.verdict(unreachable.reply());
            reactions.unreachable(send, unreachable, verdict, now);
        } else {
            reactions.otherLogin(send, trouble.cause());
        }
    }

    private Outcome outcome(Submission submission, Choice.Send send, Delivery delivery, Instant now) {
        if (submission instanceof Submission.Accepted accepted) {
            Verdict verdict = judge.verdict(accepted.reply());
            reactions.accepted(send, accepted.reply(), verdict, delivery.email().domain(), now);
            return new Outcome.Sent(
                    org.facteur.verdict.Category.ACCEPTED, accepted.reply().toString());
        } else if (submission instanceof Submission.Refused refused) {
            Verdict verdict = judge.verdict(refused.reply());
            reactions.refused(send, refused.reply(), verdict, delivery.email().domain(), now);
            return judge.refused(refused.reply(), verdict, delivery, now);
        } else if (submission instanceof Submission.Broken broken) {
            reactions.broken(send, broken.cause(), now);
            return judge.broken(broken, delivery, now);
        } else if (submission instanceof Submission.Unanswered unanswered) {
            reactions.broken(send, unanswered.cause(), now);
            return judge.unanswered(unanswered, now);
        }
        throw new IllegalStateException("not a transaction: " + submission);
    }
}
