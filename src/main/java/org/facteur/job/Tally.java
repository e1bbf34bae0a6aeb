package org.facteur.job;

import java.util.EnumMap;
import java.util.Map;
import org.facteur.ledger.Counts;
import org.facteur.ledger.DeliveryState;

/** The counts while a run goes on: read from the ledger once, kept up with each outcome. */
final class Tally {

    private Counts base = Counts.NONE;
    private final Map<DeliveryState, Long> moved = new EnumMap<>(DeliveryState.class);

    synchronized void start(Counts counts) {
        base = counts;
        moved.clear();
    }

    synchronized void moved(DeliveryState from, DeliveryState to) {
        moved.merge(from, -1L, Long::sum);
        moved.merge(to, 1L, Long::sum);
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
