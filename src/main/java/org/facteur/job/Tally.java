package org.facteur.job;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.facteur.ledger.Counts;
import org.facteur.ledger.DeliveryState;
import org.facteur.pace.RateMeter;
import org.jspecify.annotations.Nullable;

/** The counts while a run goes on: read from the ledger before each step, kept up with each outcome. */
final class Tally {

    private Counts base = Counts.NONE;
    private RunProgress.Stage stage = RunProgress.Stage.ENLIST;
    private long rowsRead;
    private final Map<DeliveryState, Long> moved = new EnumMap<>(DeliveryState.class);
    private final RateMeter sent = new RateMeter();
    private @Nullable Counts before;
    private boolean attempted;

    synchronized void start(RunProgress.Stage next, Counts counts) {
        before = before == null ? counts : before;
        stage = next;
        base = counts;
        moved.clear();
    }

    synchronized void read(long rows) {
        rowsRead += rows;
    }

    synchronized void moved(DeliveryState from, DeliveryState to, Instant now) {
        attempted = true;
        moved.merge(from, -1L, Long::sum);
        moved.merge(to, 1L, Long::sum);
        if (to == DeliveryState.SENT) {
            sent.count(now);
        }
    }

    /** Whether the run has changed anything about who has a letter: it tried one, or found one that a dead run left open. */
    synchronized boolean hasHappened(Counts now) {
        return attempted || (before != null && before.inDoubt() != now.inDoubt());
    }

    synchronized RunProgress.Stage stage() {
        return stage;
    }

    synchronized long rowsRead() {
        return rowsRead;
    }

    /** Letters that left in the last minute. */
    synchronized int perMinute(Instant now) {
        return sent.perMinute(now);
    }

    synchronized Counts counts() {
        return new Counts(
                base.pending() + by(DeliveryState.PENDING),
                base.sending() + by(DeliveryState.SENDING),
                base.sent() + by(DeliveryState.SENT),
                base.deferred() + by(DeliveryState.DEFERRED),
                base.refused() + by(DeliveryState.REFUSED),
                base.expired() + by(DeliveryState.EXPIRED),
                base.inDoubt() + by(DeliveryState.IN_DOUBT),
                base.invalid(),
                base.duplicate(),
                base.suppressed());
    }

    private long by(DeliveryState state) {
        return moved.getOrDefault(state, 0L);
    }
}
