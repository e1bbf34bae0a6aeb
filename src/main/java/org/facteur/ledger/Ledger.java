package org.facteur.ledger;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.facteur.address.Domain;
import org.facteur.relay.RelayName;
import org.jspecify.annotations.Nullable;

/**
 * The send step's hand on the ledger: {@link #seal} before a letter's final dot, {@link #record} after. All goes through one writer in
 * order, so a seal that is on the disk has the records of the letters before it on that connection with it.
 */
public final class Ledger implements AutoCloseable {

    private static final String SEAL_DELIVERY =
            "UPDATE delivery SET state = 'SENDING', relay = ?, message_id = ?, attempts = attempts + 1,"
                    + " first_attempt_at = COALESCE(first_attempt_at, ?), updated_at = ?"
                    + " WHERE id = ? AND state IN ('PENDING', 'DEFERRED')";
    private static final String SEAL_ATTEMPT =
            "INSERT INTO attempt (id, delivery_id, campaign, domain, relay, account, sealed_at, counted)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, TRUE)";
    private static final String END_ATTEMPT =
            "UPDATE attempt SET ended_at = ?, outcome = ?, category = ?, reply = ? WHERE id = ? AND ended_at IS NULL";
    private static final String UNSEALED_ATTEMPT =
            "INSERT INTO attempt (id, delivery_id, campaign, domain, relay, account, ended_at, counted, outcome, category, reply)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String RECORD_SEALED =
            "UPDATE delivery SET state = ?, category = ?, reply = ?, bound = ?, deferrals = deferrals + ?, due_at = ?,"
                    + " updated_at = ? WHERE id = ? AND state = 'SENDING'";
    private static final String RECORD_UNSEALED =
            "UPDATE delivery SET state = ?, category = ?, reply = ?, bound = ?, deferrals = deferrals + ?, due_at = ?,"
                    + " updated_at = ?, relay = ?, message_id = ?, attempts = attempts + 1,"
                    + " first_attempt_at = COALESCE(first_attempt_at, ?)"
                    + " WHERE id = ? AND state IN ('PENDING', 'DEFERRED')";

    private final GroupCommit writer;
    private final AtomicLong attempts;

    Ledger(GroupCommit writer, long lastAttempt) {
        this.writer = writer;
        this.attempts = new AtomicLong(lastAttempt);
    }

    /** Names an attempt that is about to begin. Nothing is written yet. */
    public Attempt open(Delivery delivery, String campaign, Domain domain, RelayName relay, String account) {
        return new Attempt(attempts.incrementAndGet(), delivery.id(), campaign, domain, relay, account);
    }

    /**
     * The letter is about to leave. Returns when that is on the disk.
     *
     * @throws LedgerException when it cannot be written, or the letter is not one to be sent
     */
    public void seal(Attempt attempt, String messageId, Instant now) {
        long at = now.toEpochMilli();
        await(writer.submit(statements -> {
            one(
                    statements.update(SEAL_DELIVERY, attempt.relay().value(), messageId, at, at, attempt.deliveryId()),
                    attempt);
            statements.update(
                    SEAL_ATTEMPT,
                    attempt.id(),
                    attempt.deliveryId(),
                    attempt.campaign(),
                    attempt.domain().name(),
                    attempt.relay().value(),
                    attempt.account(),
                    at);
        }));
    }

    /** What became of a sealed letter. Completes when it is on the disk. */
    public CompletableFuture<Void> record(Attempt attempt, Outcome outcome, Instant now) {
        long at = now.toEpochMilli();
        return writer.submit(statements -> {
            one(
                    statements.update(
                            RECORD_SEALED,
                            outcome.state().name(),
                            outcome.category().label(),
                            Text.cut(outcome.reply(), 2000),
                            bound(outcome),
                            usesAttempt(outcome),
                            due(outcome, at),
                            at,
                            attempt.deliveryId()),
                    attempt);
            statements.update(
                    END_ATTEMPT,
                    at,
                    outcome.state().name(),
                    outcome.category().label(),
                    Text.cut(outcome.reply(), 2000),
                    attempt.id());
        });
    }

    /**
     * What became of a letter that was never sealed: refused, or the connection broke before the final dot.
     *
     * @param counted whether the server may have counted it
     */
    public CompletableFuture<Void> recordUnsealed(
            Attempt attempt, String messageId, Outcome outcome, boolean counted, Instant now) {
        long at = now.toEpochMilli();
        return writer.submit(statements -> {
            one(
                    statements.update(
                            RECORD_UNSEALED,
                            outcome.state().name(),
                            outcome.category().label(),
                            Text.cut(outcome.reply(), 2000),
                            bound(outcome),
                            usesAttempt(outcome),
                            due(outcome, at),
                            at,
                            attempt.relay().value(),
                            messageId,
                            at,
                            attempt.deliveryId()),
                    attempt);
            statements.update(
                    UNSEALED_ATTEMPT,
                    attempt.id(),
                    attempt.deliveryId(),
                    attempt.campaign(),
                    attempt.domain().name(),
                    attempt.relay().value(),
                    attempt.account(),
                    at,
                    counted,
                    outcome.state().name(),
                    outcome.category().label(),
                    Text.cut(outcome.reply(), 2000));
        });
    }

    /** How a relay fares from now on. */
    public CompletableFuture<Void> keep(RelayState state) {
        return writer.submit(Standings.keep(state));
    }

    /** How a recipient domain fares from now on. */
    public CompletableFuture<Void> keep(DomainState state, Instant now) {
        return writer.submit(Standings.keep(state, now));
    }

    /** The failure that ended writing; null while all is well. */
    public @Nullable LedgerException failure() {
        return writer.failure();
    }

    /** Waits until all of these are on the disk. */
    public static void await(CompletableFuture<Void> durable) {
        try {
            durable.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof LedgerException failure
                    ? failure
                    : LedgerException.unwritable("the ledger cannot be written: " + e.getCause(), e);
        }
    }

    @Override
    public void close() {
        writer.close();
    }

    /** A record that finds no letter in the state it expects would be about a letter sent twice or lost. */
    private static void one(int changed, Attempt attempt) {
        if (changed != 1) {
            throw LedgerException.unwritable(
                    "delivery " + attempt.deliveryId() + " is not in the state that attempt " + attempt.id()
                            + " expects",
                    null);
        }
    }

    private static boolean bound(Outcome outcome) {
        return outcome instanceof Outcome.Deferred deferred && deferred.bound();
    }

    private static int usesAttempt(Outcome outcome) {
        return outcome instanceof Outcome.Deferred deferred && deferred.usesAttempt() ? 1 : 0;
    }

    private static long due(Outcome outcome, long now) {
        return outcome instanceof Outcome.Deferred deferred ? deferred.until().toEpochMilli() : now;
    }
}
