package org.facteur.job.errand;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.facteur.address.EmailAddress;
import org.facteur.campaign.Campaign;
import org.facteur.dispatch.Allowance;
import org.facteur.dispatch.Stop;
import org.facteur.job.run.CampaignRelays;
import org.facteur.job.run.JobReason;
import org.facteur.job.run.MailLog;
import org.facteur.job.send.OutcomePolicy;
import org.facteur.ledger.Attempt;
import org.facteur.ledger.Attempts;
import org.facteur.ledger.Ledger;
import org.facteur.ledger.Outcome;
import org.facteur.ledger.SealedAttempt;
import org.facteur.message.Letter;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Reason;
import org.facteur.relay.Envelope;
import org.facteur.relay.Relay;
import org.facteur.relay.RelayClient;
import org.facteur.relay.Reply;
import org.facteur.relay.Submission;
import org.facteur.verdict.Explanation;
import org.facteur.verdict.ReplyClassifier;
import org.facteur.verdict.Verdict;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Letters to somebody other than a recipient: a test, a notice to the owner. Each takes one attempt out of the relay's quota, sealed and
 * recorded like any other, and changes nothing about who has been written to. Nothing is sent again, and what a reply says about the
 * relay is left for the next run to hear: one letter is no reason to hold up a mailing.
 */
final class Errands {

    /** So often it is seen that somebody wishes the run to end; one that failed has its owner told. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    private final Campaign campaign;
    private final Allowance allowance;
    private final Ledger ledger;
    private final Attempts attempts;
    private final TransactionOperations transactions;
    private final ReplyClassifier classifier;
    private final OutcomePolicy policy;
    private final CampaignRelays relays;
    private final Stop stop;
    private final Timing timing;
    private final MailLog log;

    Errands(
            Campaign campaign,
            Allowance allowance,
            Ledger ledger,
            Attempts attempts,
            TransactionOperations transactions,
            ReplyClassifier classifier,
            CampaignRelays relays,
            Stop stop,
            Timing timing,
            MailLog log) {
        this.campaign = campaign;
        this.allowance = allowance;
        this.ledger = ledger;
        this.attempts = attempts;
        this.transactions = transactions;
        this.classifier = classifier;
        this.policy = new OutcomePolicy(campaign, classifier);
        this.relays = relays;
        this.stop = stop;
        this.timing = timing;
        this.log = log;
    }

    /** Where the process that sent an errand died, nobody waits for its outcome any more. */
    void settle() {
        // Written in two places: a process that dies between the two must not leave it in both.
        transactions.executeWithoutResult(both -> attempts.settleErrands(timing.instant()));
    }

    /**
     * Sends it now, or as soon as its patience allows, or not at all.
     *
     * @throws org.facteur.ledger.store.LedgerException when the ledger cannot be written
     */
    ErrandResult send(Errand errand, Relay relay, EmailAddress to, Letter letter) {
        Optional<Allowance.Closed> closed = closed(errand, relay, to);
        ErrandResult result = closed.isPresent()
                ? new ErrandResult.Closed(closed.get().reason(), closed.get().opensAt())
                : submit(relay, to, letter);
        log.errand(errand.label(), relay.name(), to, result.inShort());
        return result;
    }

    private synchronized Optional<Allowance.Closed> closed(Errand errand, Relay relay, EmailAddress to) {
        Instant latest = timing.instant().plus(errand.patience());
        while (true) {
            Instant now = timing.instant();
            Optional<Allowance.Closed> closed = allowance.closed(relay, to.domain(), now);
            if (closed.isEmpty() || closed.get().opensAt().isAfter(latest) || stop.isWished()) {
                return closed;
            }
            Duration left = Duration.between(now, closed.get().opensAt());
            try {
                timing.await(this, left.compareTo(HEARTBEAT) > 0 ? HEARTBEAT : left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return closed;
            }
        }
    }

    private ErrandResult submit(Relay relay, EmailAddress to, Letter composed) {
        Letter letter = composed.complete(timing.instant());
        Attempt attempt = ledger.openErrand(campaign.name(), to.domain(), relay.name(), relay.account());
        Envelope envelope = new Envelope((relay.from() == null ? campaign.from() : relay.from()).address(), to);
        AtomicReference<@Nullable SealedAttempt> seal = new AtomicReference<>();
        try (RelayClient client = relays.open(relay)) {
            Submission submission = client.submit(
                    envelope, letter, () -> seal.set(ledger.seal(attempt, letter.messageId(), timing.instant())));
            if (submission instanceof Submission.Unopened trouble) {
                return result(trouble);
            }
            Instant now = timing.instant();
            Outcome outcome = policy.errand(submission);
            SealedAttempt sealed = seal.get();
            Ledger.await(
                    sealed != null
                            ? ledger.record(sealed, outcome, now)
                            : ledger.recordUnsealed(attempt, letter.messageId(), outcome, true, now));
            return result(submission);
        }
    }

    /** No transaction began. */
    private ErrandResult result(Submission.Unopened trouble) {
        if (trouble.reply() != null) {
            return refused(trouble.cause(), trouble.reply(), ExitCodes.UNAVAILABLE);
        }
        return new ErrandResult.Failed(trouble.cause(), exitCode(trouble));
    }

    private static int exitCode(Submission.Unopened trouble) {
        if (trouble instanceof Submission.Unreachable) {
            return ExitCodes.UNAVAILABLE;
        } else if (trouble instanceof Submission.OtherLogin) {
            return ExitCodes.CONFIG;
        } else if (trouble instanceof Submission.TooLarge || trouble instanceof Submission.BeyondAscii) {
            return ExitCodes.DATA;
        } else if (trouble instanceof Submission.Unwritten) {
            return ExitCodes.NO_INPUT;
        } else if (trouble instanceof Submission.Untouched) {
            return ExitCodes.TRY_LATER;
        }
        throw new IllegalStateException("not thought of: " + trouble);
    }

    private ErrandResult result(Submission submission) {
        if (submission instanceof Submission.Accepted accepted) {
            return new ErrandResult.Taken(accepted.reply());
        } else if (submission instanceof Submission.Refused refused) {
            return refused(JobReason.NO.of(refused.reply().phase(), refused.reply()), refused.reply(), ExitCodes.DATA);
        } else if (submission instanceof Submission.Broken broken) {
            return new ErrandResult.Failed(broken.cause(), ExitCodes.TRY_LATER);
        } else if (submission instanceof Submission.Unanswered unanswered) {
            return new ErrandResult.Failed(JobReason.UNANSWERED.of(unanswered.cause()), ExitCodes.TRY_LATER);
        }
        throw new IllegalStateException("not a transaction: " + submission);
    }

    /** @param otherwise exit code for a refusal that is about this letter or address only */
    private ErrandResult refused(Reason cause, Reply reply, int otherwise) {
        Verdict verdict = policy.verdict(reply);
        int exitCode = switch (verdict.reaction()) {
            case STOP_RUN -> verdict.faultAt(reply.phase()).exitCode();
            case RETRY, PAUSE_DOMAIN, SLOW_RELAY, CLOSE_RELAY, FEWER_CONNECTIONS -> ExitCodes.TRY_LATER;
            case REFUSE, DELIVERED -> otherwise;
        };
        return new ErrandResult.Refused(
                cause, Explanation.of(reply.toString(), classifier).lines(), exitCode);
    }
}
