package org.facteur.ledger;

import java.sql.SQLException;
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

    /** The same for a letter that is none of the recipients': a test, or a notice to the owner. Limits count it like any other. */
    public Attempt openErrand(String campaign, Domain domain, RelayName relay, String account) {
        return new Attempt(attempts.incrementAndGet(), Attempt.NO_DELIVERY, campaign, domain, relay, account);
    }

    /**
     * The letter is about to leave. Returns when that is on the disk.
     *
     * @throws LedgerException when it cannot be written, or the letter is not one to be sent
     */
    public void seal(Attempt attempt, String messageId, Instant now) {
        long at = now.toEpochMilli();
        await(writer.submit(statements -> {
            one(attempt, statements, SEAL_DELIVERY, attempt.relay().value(), messageId, at, at, attempt.deliveryId());
            AttemptRows.seal(statements, attempt, now);
        }));
    }

    /** What became of a sealed letter. Completes when it is on the disk. */
    public CompletableFuture<Void> record(Attempt attempt, Outcome outcome, Instant now) {
        long at = now.toEpochMilli();
        return writer.submit(statements -> {
            one(
                    attempt,
                    statements,
                    RECORD_SEALED,
                    outcome.state().name(),
                    outcome.category().label(),
                    Text.cut(outcome.reply(), 2000),
                    bound(outcome),
                    usesAttempt(outcome),
                    due(outcome, at),
                    at,
                    attempt.deliveryId());
            AttemptRows.end(statements, attempt, outcome, now);
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
                    attempt,
                    statements,
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
                    attempt.deliveryId());
            AttemptRows.unsealed(statements, attempt, outcome, counted, now);
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

    /** A record that finds no letter in the state it expects would be about a letter sent twice or lost. An errand has none to find. */
    private static void one(Attempt attempt, GroupCommit.Statements statements, String sql, @Nullable Object... values)
            throws SQLException {
        if (!attempt.isErrand() && statements.update(sql, values) != 1) {
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
