package org.facteur.job.run;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.facteur.ledger.Counts;
import org.facteur.ledger.DeliveryState;
import org.facteur.pace.RateMeter;
import org.jspecify.annotations.Nullable;

/**
 * The counts while a run goes on: read from the ledger once, and again where settling or enlisting has changed it; kept up with each
 * outcome. A million rows take seconds to count, so that goes on beside what else there is to do.
 */
public final class RunCounts {

    private static final long MINUTE = 60;

    private CompletableFuture<Counts> base = CompletableFuture.completedFuture(Counts.NONE);
    private RunProgress.Stage stage = RunProgress.Stage.ENLIST;
    private boolean outdated = true;
    private long rowsRead;
    private final Map<DeliveryState, Long> moved = new EnumMap<>(DeliveryState.class);
    private final RateMeter sent = new RateMeter();
    private @Nullable Instant firstSent;
    private boolean happened;

    /** @param count asks the ledger, in a thread of its own */
    public synchronized void start(RunProgress.Stage next, Supplier<Counts> count) {
        stage = next;
        if (outdated || base.isCompletedExceptionally()) {
            base = CompletableFuture.supplyAsync(count);
            outdated = false;
        }
        moved.clear();
    }

    /** Recipients were enlisted, or settled: what was counted before holds no more. */
    public synchronized void outdated() {
        outdated = true;
    }

    /** A letter that a dead run left open was found. */
    public synchronized void settled() {
        outdated = true;
        happened = true;
    }

    public synchronized void read(long rows) {
        rowsRead += rows;
    }

    public synchronized void moved(DeliveryState from, DeliveryState to, Instant now) {
        happened = true;
        moved.merge(from, -1L, Long::sum);
        moved.merge(to, 1L, Long::sum);
        if (to == DeliveryState.SENT) {
            sent.count(now);
            firstSent = firstSent == null ? now : firstSent;
        }
    }

    /** Whether the run has changed anything about who has a letter: it tried one, or found one that a dead run left open. */
    public synchronized boolean hasHappened() {
        return happened;
    }

    public synchronized RunProgress.Stage stage() {
        return stage;
    }

    public synchronized long rowsRead() {
        return rowsRead;
    }

    /** Letters that left in the last minute; in the first one as many as leave in a minute at that rate. */
    public synchronized int perMinute(Instant now) {
        if (firstSent == null) {
            return 0;
        }
        // A second's grain: letters of the first second took about one.
        long seconds =
                Math.min(MINUTE, Math.max(1, Duration.between(firstSent, now).toSeconds() + 1));
        return (int) (sent.perMinute(now) * MINUTE / seconds);
    }

    /**
     * Waits until they are counted.
     *
     * @throws CompletionException when they cannot be; they are counted again when the next stage starts
     */
    public Counts counts() {
        CompletableFuture<Counts> counted;
        synchronized (this) {
            counted = base;
        }
        return counted(counted.join());
    }

    private synchronized Counts counted(Counts from) {
        return new Counts(
                from.pending() + by(DeliveryState.PENDING),
                from.sending() + by(DeliveryState.SENDING),
                from.sent() + by(DeliveryState.SENT),
                from.deferred() + by(DeliveryState.DEFERRED),
                from.refused() + by(DeliveryState.REFUSED),
                from.expired() + by(DeliveryState.EXPIRED),
                from.inDoubt() + by(DeliveryState.IN_DOUBT),
                from.invalid(),
                from.duplicate(),
                from.suppressed());
    }

    private long by(DeliveryState state) {
        return moved.getOrDefault(state, 0L);
    }
}
