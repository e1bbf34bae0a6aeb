package org.facteur.job.send;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.facteur.address.EmailAddress;
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
import org.facteur.reason.Reason;
import org.facteur.relay.Envelope;
import org.facteur.relay.Mailpiece;
import org.facteur.relay.Relay;
import org.facteur.relay.RelayClient;
import org.facteur.relay.Submission;
import org.facteur.verdict.Verdict;

/** Letters of one connection, each offered, sealed, sent off and recorded. */
final class LetterDelivery implements SmtpWriter.Carrier {

    private final Campaign campaign;
    private final Dispatch dispatch;
    private final Ledger ledger;
    private final OutcomePolicy judge;
    private final Reactions reactions;
    private final RunCounts tally;
    private final Timing timing;
    private final MailLog log;
    private final LongSupplier largestLetter;

    /** @param largestLetter bytes of the largest letter that is to be sent, as far as it is known */
    LetterDelivery(
            Campaign campaign,
            Dispatch dispatch,
            Ledger ledger,
            OutcomePolicy judge,
            Reactions reactions,
            RunCounts tally,
            Timing timing,
            MailLog log,
            LongSupplier largestLetter) {
        this.campaign = campaign;
        this.dispatch = dispatch;
        this.ledger = ledger;
        this.judge = judge;
        this.reactions = reactions;
        this.tally = tally;
        this.timing = timing;
        this.log = log;
        this.largestLetter = largestLetter;
    }

    @Override
    public void deliver(Assignment first, RelayClient client, SmtpWriter.Round round) {
        Deque<Piece> taken = new ArrayDeque<>();
        try {
            client.carry(taken(first, round, taken), () -> {
                Assignment next = round.after(taken.getLast().assignment);
                return next == null ? null : taken(next, round, taken);
            });
        } finally {
            // Of one whose seal failed nothing was told; its place is free again all the same.
            taken.forEach(piece -> dispatch.end(piece.assignment.send(), timing.instant(), true));
        }
    }

    private Piece taken(Assignment assignment, SmtpWriter.Round round, Deque<Piece> taken) {
        Piece piece = new Piece(assignment, round, taken);
        taken.add(piece);
        return piece;
    }

    /** One letter on its way. */
    private final class Piece implements Mailpiece {

        private final Assignment assignment;
        private final SmtpWriter.Round round;
        private final Deque<Piece> taken;
        private final Letter letter;
        private final Relay relay;
        private final Attempt attempt;
        private boolean sealed;

        private Piece(Assignment assignment, SmtpWriter.Round round, Deque<Piece> taken) {
            this.assignment = assignment;
            this.round = round;
            this.taken = taken;
            Delivery delivery = assignment.delivery();
            this.letter = Objects.requireNonNull(
                            assignment.letter(), () -> "delivery " + delivery.id() + " has not been composed")
                    .leaving(timing.instant());
            this.relay = dispatch.route(assignment.send().lane()).relay();
            this.attempt =
                    ledger.open(delivery, campaign.name(), delivery.email().domain(), relay.name(), relay.account());
        }

        @Override
        public Envelope envelope() {
            EmailAddress sender = (relay.from() == null ? campaign.from() : relay.from()).address();
            return new Envelope(
                    relay.returnPath(sender, letter.messageId()),
                    assignment.delivery().email());
        }

        @Override
        public Letter letter() {
            return letter;
        }

        @Override
        public long largest() {
            return Math.max(letter.bytes(), largestLetter.getAsLong());
        }

        @Override
        public void seal() {
            ledger.seal(attempt, letter.messageId(), timing.instant());
            sealed = true;
        }

        @Override
        public void ended(Submission submission) {
            Choice.Send send = assignment.send();
            boolean counted = true;
            taken.remove(this);
            try {
                Instant now = timing.instant();
                if (submission instanceof Submission.Unopened trouble) {
                    counted = false;
                    unopened(trouble, send, assignment.delivery(), now);
                } else {
                    round.recorded(record(submission, send, now));
                }
            } finally {
                dispatch.end(send, timing.instant(), counted);
            }
            if (!counted) {
                round.notAttempted(assignment);
            }
        }

        private CompletableFuture<Void> record(Submission submission, Choice.Send send, Instant now) {
            Delivery delivery = assignment.delivery();
            Outcome outcome = outcome(submission, send, delivery, now);
            log.outcome(delivery, relay.name(), outcome);
            CompletableFuture<Void> recorded = sealed
                    ? ledger.record(attempt, outcome, now)
                    : ledger.recordUnsealed(attempt, letter.messageId(), outcome, true, now);
            tally.moved(delivery.state(), outcome.state(), now);
            if (outcome instanceof Outcome.Deferred deferred) {
                dispatch.defer(send, deferred.until(), deferred.bound());
            }
            return recorded;
        }
    }

    private void unopened(Submission.Unopened trouble, Choice.Send send, Delivery delivery, Instant now) {
        if (trouble instanceof Submission.Unreachable unreachable) {
            Verdict verdict = unreachable.reply() == null ? null : judge.verdict(unreachable.reply());
            reactions.unreachable(send, unreachable, verdict, now);
        } else if (trouble instanceof Submission.OtherLogin) {
            reactions.otherLogin(send, trouble.cause());
        } else if (trouble instanceof Submission.TooLarge) {
            reactions.tooLarge(send, trouble.cause(), delivery.email().domain(), now);
        } else if (trouble instanceof Submission.Unwritten) {
            reactions.unwritten(delivery, trouble.cause());
        }
    }

    private Outcome outcome(Submission submission, Choice.Send send, Delivery delivery, Instant now) {
        if (submission instanceof Submission.Accepted accepted) {
            Verdict verdict = judge.verdict(accepted.reply());
            reactions.accepted(send, accepted.reply(), verdict, delivery.email().domain(), now);
            return new Outcome.Sent(
                    org.facteur.verdict.Category.ACCEPTED,
                    Reason.verbatim(accepted.reply().toString()));
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
