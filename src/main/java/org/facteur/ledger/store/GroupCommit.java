package org.facteur.ledger.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's one writer. Whatever has gathered while the last sync ran is committed together: one sync for all connections. Records
 * become durable in the order they were given, so a seal that is on the disk has every earlier record before it.
 *
 * <p>The first failure ends it, unless it was a server that went away and is back: nothing is written any more, and each caller, waiting or
 * yet to come, is told. What begins something may be refused by itself: see {@link #submitBeginning}.
 */
public final class GroupCommit implements AutoCloseable {

    /** Statements of one record. */
    @FunctionalInterface
    public interface Work {
        void apply(Statements statements) throws SQLException;
    }

    /** Told of what is on the disk, by the writer's thread. A failure ends the writer. */
    @FunctionalInterface
    public interface Committed {

        /** Nobody wants to know. */
        Committed UNHEARD = log -> {};

        void upTo(@Nullable LogMark log) throws IOException;

        /** What was written since is not; its works are applied again, unless the writer ends. */
        default void takenBack() {}
    }

    /** @param begins something whose end will have to be written, too */
    private record Entry(@Nullable Work work, boolean begins, CompletableFuture<Void> durable) {}

    private static final int MOST_AT_ONCE = 512;

    private final WriterConnection writing;
    private final Durability durability;
    private final Committed committed;
    private final LinkedBlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile @Nullable LedgerException failure;
    private volatile boolean regaining;

    /**
     * @param connection its own; closed with it
     * @param committed is told of each commit
     */
    GroupCommit(Connection connection, Durability durability, Committed committed) throws SQLException {
        this(WriterConnection.of(connection), durability, committed);
    }

    /**
     * @param writing whose connection is its own; closed with it
     * @param committed is told of each commit
     */
    GroupCommit(WriterConnection writing, Durability durability, Committed committed) throws SQLException {
        this.writing = writing;
        this.durability = durability;
        this.committed = committed;
        writing.connection().setAutoCommit(false);
        thread = new Thread(this::drain, "ledger");
        thread.setDaemon(true);
        thread.start();
    }

    /** Completes when the record is on the disk, or exceptionally with a {@link LedgerException}. */
    public CompletableFuture<Void> submit(Work work) {
        return submit(work, false);
    }

    /**
     * The same for what begins something. Where the disk has no more room than its end may need, it alone is refused: the ends of what has
     * begun are still written.
     */
    public CompletableFuture<Void> submitBeginning(Work work) {
        return submit(work, true);
    }

    private CompletableFuture<Void> submit(Work work, boolean begins) {
        CompletableFuture<Void> durable = new CompletableFuture<>();
        queue.add(new Entry(work, begins, durable));
        // The writer may have ended just before.
        LedgerException failed = failure;
        if (failed != null) {
            durable.completeExceptionally(failed);
        }
        return durable;
    }

    private void drain() {
        Statements statements = new Statements(writing.connection(), writing.isRemote());
        List<Entry> group = new ArrayList<>(MOST_AT_ONCE);
        boolean open = true;
        while (open) {
            try {
                group.clear();
                group.add(queue.take());
                queue.drainTo(group, MOST_AT_ONCE - 1);
                statements = commit(statements, group);
                open = group.stream().allMatch(entry -> entry.work() != null);
            } catch (InterruptedException e) {
                open = false;
            }
        }
        end();
        // One that comes too late is told, and does not wait for ever.
        if (failure == null) {
            failure = LedgerException.unwritable(StoreReason.CLOSED.of(), null);
        }
        for (Entry late = queue.poll(); late != null; late = queue.poll()) {
            late.durable().completeExceptionally(failure);
        }
    }

    private Statements commit(Statements statements, List<Entry> group) {
        Statements used = statements;
        if (failure == null) {
            refuseWithoutRoom(group);
            Throwable met = failureOf(used, group);
            while (met != null && failure == null) {
                boolean in = isInAfter(met);
                used = new Statements(writing.connection(), writing.isRemote());
                met = failure != null || in ? null : failureOf(used, group);
            }
        }
        LedgerException failed = failure;
        for (Entry entry : group) {
            if (failed == null) {
                entry.durable().complete(null);
            } else {
                entry.durable().completeExceptionally(failed);
            }
        }
        return used;
    }

    private void refuseWithoutRoom(List<Entry> group) {
        if (group.stream().noneMatch(Entry::begins)) {
            return;
        }
        try {
            durability.checkRoom();
        } catch (LedgerException full) {
            group.stream()
                    .filter(Entry::begins)
                    .forEach(entry -> entry.durable().completeExceptionally(full));
            group.removeIf(Entry::begins);
        }
    }

    /** Waits for a server that went away, and says whether it has the group all the same. */
    private boolean isInAfter(Throwable met) {
        regaining = true;
        try {
            boolean in = writing.regain(met);
            if (in) {
                committed.upTo(durability.sync());
            } else {
                committed.takenBack();
            }
            return in;
        } catch (LedgerException over) {
            failure = over;
        } catch (IOException | RuntimeException e) {
            failure = LedgerException.unwritable(e);
        } catch (InterruptedException e) {
            failure = LedgerException.unwritable(met);
            // Those who wait are told first; then it ends.
            Thread.currentThread().interrupt();
        } finally {
            regaining = false;
        }
        return false;
    }

    private @Nullable Throwable failureOf(Statements statements, List<Entry> group) {
        boolean acknowledged = false;
        try {
            durability.checkReserve();
            boolean written = false;
            for (Entry entry : group) {
                Work work = entry.work();
                if (work != null) {
                    work.apply(statements);
                    written = true;
                }
            }
            if (written) {
                writing.mark(statements);
                statements.flush();
            }
            durability.commit(writing.connection());
            acknowledged = true;
            if (written) {
                writing.committed();
                committed.upTo(durability.sync());
            }
            return null;
        } catch (Throwable e) {
            // An Error too: nobody else would tell those who wait.
            statements.forget(e);
            rollBack(e);
            if (acknowledged) {
                failure = e instanceof LedgerException told ? told : LedgerException.unwritable(e);
            }
            return e;
        }
    }

    /** What was written of the group holds its tables locked, and the run's last words are to be read from them. */
    private void rollBack(Throwable failed) {
        try {
            writing.connection().rollback();
        } catch (SQLException e) {
            failed.addSuppressed(e);
        }
    }

    /** By the writer itself: nobody else may roll back what it is about to commit. */
    private void end() {
        // Closed in any case: at a server it holds the ledger's lock, against this process's next run, too.
        try (Connection last = writing.connection()) {
            last.rollback();
        } catch (SQLException e) {
            // Nothing is lost: whatever was acknowledged has been committed.
            if (failure == null) {
                failure = LedgerException.unwritable(StoreReason.CLOSE.of(String.valueOf(e.getMessage())), e);
            }
        }
    }

    /**
     * Writes what is queued, then ends. A second time does nothing. A disk that does not answer is waited for half a minute, a server that
     * went away for as long as the writer has patience.
     */
    @Override
    public void close() {
        queue.add(new Entry(null, false, new CompletableFuture<>()));
        try {
            do {
                thread.join(30_000);
            } while (regaining);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
