package org.facteur.job.send;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.facteur.address.EmailAddress;
import org.facteur.campaign.Campaign;
import org.facteur.job.run.MailLog;
import org.facteur.ledger.Attempt;
import org.facteur.ledger.Delivery;
import org.facteur.ledger.Ledger;
import org.facteur.ledger.Outcome;
import org.facteur.ledger.SealedAttempt;
import org.facteur.message.Letter;
import org.facteur.pace.Timing;
import org.facteur.relay.Envelope;
import org.facteur.relay.Mailpiece;
import org.facteur.relay.Relay;
import org.facteur.relay.RelayClient;
import org.facteur.relay.Submission;
import org.facteur.verdict.Verdict;
import org.jspecify.annotations.Nullable;

/** Letters of one connection, each offered, sealed, sent off and recorded. */
final class LetterDelivery implements SmtpWriter.Carrier {

    private final Campaign campaign;
    private final Ledger ledger;
    private final OutcomePolicy policy;
    private final DeliveryListener listener;
    private final Timing timing;
    private final MailLog log;
    private final LongSupplier largestLetter;

    /** @param largestLetter bytes of the largest letter that is to be sent, as far as it is known */
    LetterDelivery(
            Campaign campaign,
            Ledger ledger,
            OutcomePolicy policy,
            DeliveryListener listener,
            Timing timing,
            MailLog log,
            LongSupplier largestLetter) {
        this.campaign = campaign;
        this.ledger = ledger;
        this.policy = policy;
        this.listener = listener;
        this.timing = timing;
        this.log = log;
        this.largestLetter = largestLetter;
    }

    @Override
    public void deliver(Assignment first, RelayClient client, SmtpWriter.Round round) {
        Deque<Piece> taken = new ArrayDeque<>();
        try {
            Piece begins = taken(first, round, taken);
            if (begins == null) {
                return;
            }
            client.carry(begins, () -> {
                Assignment next = round.after(taken.getLast().assignment);
                return next == null ? null : taken(next, round, taken);
            });
        } finally {
            // Of one whose seal failed nothing was told; its place is free again all the same.
            taken.forEach(piece -> listener.ended(piece.assignment, true));
        }
    }

    /** @return null where it cannot be merged */
    private @Nullable Piece taken(Assignment assignment, SmtpWriter.Round round, Deque<Piece> taken) {
        Letter letter;
        try {
            letter = assignment.letter().get();
        } catch (RuntimeException e) {
            listener.ended(assignment, false);
            round.unmerged(assignment, e);
            return null;
        }
        Piece piece = new Piece(assignment, letter.leaving(timing.instant()), round, taken);
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
        private Ledger.@Nullable Sealing sealing;
        private @Nullable SealedAttempt sealed;

        private Piece(Assignment assignment, Letter letter, SmtpWriter.Round round, Deque<Piece> taken) {
            this.assignment = assignment;
            this.letter = letter;
            this.round = round;
            this.taken = taken;
            this.relay = assignment.relay(campaign);
            Delivery delivery = assignment.delivery();
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
        public void beginSeal() {
            sealing = ledger.sealing(attempt, letter.messageId(), timing.instant());
        }

        @Override
        public void seal() {
            sealed = Objects.requireNonNull(sealing).await();
        }

        @Override
        public void ended(Submission how) {
            boolean counted = true;
            taken.remove(this);
            try {
                Submission submission =
                        how instanceof Submission.BeyondAscii beyond && !listener.isForAnother(assignment)
                                ? beyond.refused()
                                : how;
                Instant now = timing.instant();
                Verdict verdict = policy.verdict(submission);
                if (submission instanceof Submission.Unopened trouble) {
                    counted = false;
                    listener.notAttempted(assignment, trouble, verdict, now);
                } else {
                    record(submission, verdict, now);
                }
            } finally {
                listener.ended(assignment, counted);
            }
            if (!counted) {
                round.notAttempted(assignment);
            }
        }

        private void record(Submission submission, @Nullable Verdict verdict, Instant now) {
            Delivery delivery = assignment.delivery();
            Outcome outcome = policy.outcome(submission, verdict, delivery, now);
            String answer = null;
            try {
                answer = listener.attempted(assignment, submission, verdict, outcome, now);
            } finally {
                // Even where the run cannot make anything of it: it may ask a database that is away.
                log.outcome(delivery, relay.name(), outcome);
                // One that was sealed is not asked again whether it still may be: what became of it has to be written.
                SealedAttempt onDisk = sealed == null && sealing != null ? sealing.await() : sealed;
                round.recorded(
                        onDisk != null
                                ? ledger.record(onDisk, outcome, answer, now)
                                : ledger.recordUnsealed(attempt, letter.messageId(), outcome, true, answer, now));
            }
        }
    }
}
