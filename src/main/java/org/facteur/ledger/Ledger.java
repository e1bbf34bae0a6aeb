package org.facteur.ledger;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.facteur.address.Domain;
import org.facteur.ledger.store.GroupCommit;
import org.facteur.ledger.store.LedgerException;
import org.facteur.ledger.store.LedgerServer;
import org.facteur.ledger.store.LedgerStore;
import org.facteur.ledger.store.LogMark;
import org.facteur.ledger.store.Migrations;
import org.facteur.ledger.store.ReconnectPolicy;
import org.facteur.ledger.store.Statements;
import org.facteur.ledger.store.Witness;
import org.facteur.relay.RelayName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The send step's hand on the ledger: {@link #seal} before a letter's final dot, {@link #record} after. All goes through one writer in
 * order, so a seal that is on the disk has the records of the letters before it on that connection with it.
 */
public final class Ledger implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    private static final String SEAL = """
            UPDATE delivery SET state = 'SENDING', relay = ?, message_id = ?, attempts = attempts + 1,
                   first_attempt_at = COALESCE(first_attempt_at, ?), updated_at = ?
            WHERE id = ? AND %s""".formatted(DeliveryState.isOneOf(DeliveryState.SENDING.before()));
    private static final String END = """
            UPDATE delivery SET state = ?, category = ?, reply = ?, bound = ?, deferrals = deferrals + ?, due_at = ?,
                   updated_at = ?
            WHERE id = ? AND state = 'SENDING'""";
    private static final String UNSEALED = """
            UPDATE delivery SET state = ?, category = ?, reply = ?, bound = ?, deferrals = deferrals + ?, due_at = ?,
                   updated_at = ?, relay = ?, message_id = ?, attempts = attempts + 1,
                   first_attempt_at = COALESCE(first_attempt_at, ?)
            WHERE id = ? AND %s""".formatted(DeliveryState.isOneOf(DeliveryState.SENDING.before()));

    private final GroupCommit writer;
    private final LongSupplier ids;
    private final @Nullable Witness witness;
    private final @Nullable Lease lease;

    /** Known to the writer's thread alone: the attempts of the ledger with those of the commit that is going on. */
    private Witness.Testimony held;

    /** The same without those of the commit that is going on. */
    private Witness.Testimony committed;

    private Ledger(Connection connection, LedgerStore store, ReconnectPolicy patience, Witness.Testimony held)
            throws SQLException {
        this.witness = store.witness();
        this.held = held;
        this.committed = held;
        this.lease = null;
        this.writer = store.writer(connection, patience, new Testifying());
        this.ids = ids(store, writer, held.lastId());
    }

    /** Of a worker, whose home need not know what the ledger holds: its head's does. */
    private Ledger(GroupCommit writer, Lease lease) {
        this.witness = null;
        this.held = Witness.Testimony.NONE;
        this.committed = held;
        this.lease = lease;
        this.writer = writer;
        this.ids = new IdBlocks(writer, 0);
    }

    private static LongSupplier ids(LedgerStore store, GroupCommit writer, long last) {
        if (store instanceof LedgerServer) {
            return new IdBlocks(writer, last);
        }
        return new AtomicLong(last)::incrementAndGet;
    }

    /** Told by the writer's thread. */
    private final class Testifying implements GroupCommit.Committed {
        @Override
        public void upTo(@Nullable LogMark log) throws IOException {
            if (witness != null) {
                witness.testify(held.in(log));
            }
            committed = held;
        }

        @Override
        public void takenBack() {
            held = committed;
        }
    }

    /**
     * Opens the writer over a connection of its own, which takes the ledger for writing.
     *
     * @throws LedgerException when it cannot be opened, another run writes to it, or it knows less than it did
     */
    public static Ledger writer(DataSource dataSource, LedgerStore store) {
        return writer(dataSource, store, ReconnectPolicy.NONE);
    }

    /**
     * The same.
     *
     * @param patience with a database server that goes away
     */
    public static Ledger writer(DataSource dataSource, LedgerStore store, ReconnectPolicy patience) {
        try {
            Connection connection = dataSource.getConnection();
            store.claim(connection);
            Migrations.refuseNewer(connection, store.place());
            Witness.Testimony held = store.witness().confirm(connection, store.place());
            return new Ledger(connection, store, patience, held);
        } catch (SQLException e) {
            throw LedgerException.unwritable(LedgerReason.OPEN.of(String.valueOf(e.getMessage())), e);
        }
    }

    /**
     * Of the worker that holds the claim to an account: writes beside the head, for that account alone.
     *
     * @param claim just taken
     * @param lease of the claim
     * @throws LedgerException when the claim has been lost already
     */
    public static Ledger carrier(LedgerServer server, Claims.Claim claim, Lease lease, ReconnectPolicy patience) {
        try {
            return new Ledger(server.carrier(claim.account(), claim.epoch(), patience), lease);
        } catch (SQLException e) {
            throw LedgerException.unwritable(LedgerReason.OPEN.of(String.valueOf(e.getMessage())), e);
        }
    }

    /** Names an attempt that is about to begin. Nothing is written yet. */
    public Attempt open(Delivery delivery, String campaign, Domain domain, RelayName relay, String account) {
        return new Attempt(ids.getAsLong(), delivery.id(), campaign, domain, relay, account);
    }

    /** The same for a letter to somebody other than a recipient: a test, or a notice to the owner. Limits count it like any other. */
    public Attempt openErrand(String campaign, Domain domain, RelayName relay, String account) {
        return new Attempt(ids.getAsLong(), Attempt.NO_DELIVERY, campaign, domain, relay, account);
    }

    /**
     * The letter is about to leave. Returns when that is on the disk.
     *
     * @throws LedgerException when it cannot be written, or the letter is not one to be sent, or no longer by us
     */
    public SealedAttempt seal(Attempt attempt, String messageId, Instant now) {
        return sealing(attempt, messageId, now).await();
    }

    /**
     * The same, while something else is done.
     *
     * @throws LedgerException when the letter is no longer one to be sent by us
     */
    public Sealing sealing(Attempt attempt, String messageId, Instant now) {
        checkLease();
        long at = now.toEpochMilli();
        CompletableFuture<Void> durable = writer.submitBeginning(statements -> {
            // An errand is nobody's letter.
            if (!attempt.isErrand()) {
                one(statements, attempt, SEAL, attempt.relay().value(), messageId, at, at, attempt.deliveryId());
            }
            AttemptRows.open(statements, attempt, at);
            held = held.and(attempt.id(), at);
        });
        return new Sealing(new SealedAttempt(attempt, now), durable);
    }

    /** A seal on its way to the disk. */
    public final class Sealing {

        private final SealedAttempt attempt;
        private final CompletableFuture<Void> durable;

        private Sealing(SealedAttempt attempt, CompletableFuture<Void> durable) {
            this.attempt = attempt;
            this.durable = durable;
        }

        /**
         * Returns when it is there.
         *
         * @throws LedgerException as {@link Ledger#seal}
         */
        public SealedAttempt await() {
            Ledger.await(durable);
            // The process may have been frozen meanwhile: then another one has the account by now, and settles this
            // letter.
            checkLease();
            return attempt;
        }
    }

    private void checkLease() {
        if (lease != null) {
            lease.check();
        }
    }

    /**
     * What became of a sealed letter. Completes when it is on the disk.
     *
     * @throws IllegalStateException when no sealed letter ends like that
     */
    public CompletableFuture<Void> record(SealedAttempt sealed, Outcome outcome, Instant now) {
        return record(sealed, outcome, null, now);
    }

    /**
     * The same, and in the same commit the answer to the grant of the letter.
     *
     * @param answer for the head; null: the letter was not granted
     */
    public CompletableFuture<Void> record(SealedAttempt sealed, Outcome outcome, @Nullable String answer, Instant now) {
        DeliveryState.SENDING.require(outcome.state());
        Attempt attempt = sealed.attempt();
        long at = now.toEpochMilli();
        return writer.submit(statements -> {
            if (!attempt.isErrand()) {
                one(statements, attempt, END, values(outcome, at, attempt.deliveryId()));
            }
            AttemptRows.close(statements, sealed, outcome, at);
            answer(statements, attempt, answer);
        });
    }

    private static void answer(Statements statements, Attempt attempt, @Nullable String answer) throws SQLException {
        if (answer != null) {
            Grants.answer(attempt.deliveryId(), answer).apply(statements);
        }
    }

    /**
     * What became of a letter that was never sealed: refused, or the connection broke before the final dot.
     *
     * @param messageId null: it has none yet
     * @param counted whether the server may have counted it
     * @throws IllegalStateException when the outcome is one that needs a seal
     */
    public CompletableFuture<Void> recordUnsealed(
            Attempt attempt, @Nullable String messageId, Outcome outcome, boolean counted, Instant now) {
        return recordUnsealed(attempt, messageId, outcome, counted, null, now);
    }

    /**
     * The same, and in the same commit the answer to the grant of the letter.
     *
     * @param answer for the head; null: the letter was not granted
     */
    public CompletableFuture<Void> recordUnsealed(
            Attempt attempt,
            @Nullable String messageId,
            Outcome outcome,
            boolean counted,
            @Nullable String answer,
            Instant now) {
        DeliveryState.SENDING.before().forEach(unsealed -> unsealed.require(outcome.state()));
        long at = now.toEpochMilli();
        return writer.submit(statements -> {
            if (!attempt.isErrand()) {
                one(
                        statements,
                        attempt,
                        UNSEALED,
                        values(outcome, at, attempt.relay().value(), messageId, at, attempt.deliveryId()));
            }
            AttemptRows.unsealed(statements, attempt, counted, outcome, at);
            held = held.and(attempt.id(), null);
            answer(statements, attempt, answer);
        });
    }

    /** Gives letters to the worker that holds the account. */
    public CompletableFuture<Void> grant(List<Delivery> letters, Claims.Claim claim, RelayName relay, int connection) {
        return writer.submit(statements -> {
            for (Delivery letter : letters) {
                Grants.grant(letter.id(), claim.account(), claim.epoch(), relay, connection)
                        .apply(statements);
            }
        });
    }

    /** A letter that was granted goes back as it was: nobody was asked to take it. */
    public CompletableFuture<Void> answer(long delivery, String answer) {
        return writer.submit(Grants.answer(delivery, answer));
    }

    /**
     * The head has taken note of what became of these. With nothing to forget it is asked whether the ledger can be written at all.
     *
     * @param attempts that workers have written down for them: the head's witness is to know of these, since it is this home that would write
     *     to the same people again if they were missing
     */
    public CompletableFuture<Void> forget(List<Long> deliveries, long attempts) {
        return writer.submit(statements -> {
            Grants.forget(deliveries).apply(statements);
            held = held.andOfOthers(attempts);
        });
    }

    /** What became of it, as the statements name that first, and what else they ask for. */
    private static @Nullable Object[] values(Outcome outcome, long at, @Nullable Object... more) {
        @Nullable
        Object[] values = {
            outcome.state().name(),
            outcome.category().label(),
            Text.kept(outcome.reply(), 2000),
            bound(outcome),
            usesAttempt(outcome),
            due(outcome, at),
            at
        };
        @Nullable Object[] all = Arrays.copyOf(values, values.length + more.length);
        System.arraycopy(more, 0, all, values.length, more.length);
        return all;
    }

    /** How a relay fares from now on. */
    public CompletableFuture<Void> keep(RelayState state) {
        return writer.submit(Standings.keep(state));
    }

    /** How a recipient domain fares from now on. */
    public CompletableFuture<Void> keep(ProviderState state, Instant now) {
        return writer.submit(Standings.keep(state, now));
    }

    /** Waits until all of these are on the disk. */
    public static void await(CompletableFuture<?> durable) {
        try {
            durable.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof LedgerException failure
                    ? failure
                    : LedgerException.unwritable(e.getCause() == null ? e : e.getCause());
        }
    }

    @Override
    public void close() {
        writer.close();
        try {
            if (witness != null) {
                witness.close();
            }
        } catch (IOException e) {
            // All of it was written, and nothing of it waits to be.
            LOG.debug("the witness did not close", e);
        }
    }

    private static void one(Statements statements, Attempt attempt, String sql, @Nullable Object... values)
            throws SQLException {
        statements.one(attempt.about(), attempt::unexpected, sql, values);
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
