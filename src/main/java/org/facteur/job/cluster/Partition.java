package org.facteur.job.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.facteur.ledger.DeliveryState;
import org.springframework.batch.core.step.StepExecution;

/** An account as its head sees it: what it was offered as, since when nobody carries it, and how its workers fared. */
final class Partition {

    /** So often in a row a worker takes an account, and letters, and is not heard of again: then no other try will help. */
    static final int MOST_LOST = 5;

    /** A request that nobody has followed by then was lost with the one who read it, or nobody is there. */
    static final Duration ASK_AGAIN = Duration.ofSeconds(3);

    /** Sealed letters of dead workers, until the desk has been told. */
    private final Map<Long, DeliveryState> settled = new HashMap<>();

    private StepExecution step;
    private Instant askedAt;
    private Instant freeSince;
    private int lostInARow;

    /** Offered now. */
    Partition(StepExecution step, Instant now) {
        this.step = step;
        this.askedAt = now;
        this.freeSince = now;
    }

    /** What it was offered as last. */
    StepExecution step() {
        return step;
    }

    Instant freeSince() {
        return freeSince;
    }

    Map<Long, DeliveryState> settled() {
        return settled;
    }

    /** A worker has it. */
    void held(Instant now) {
        freeSince = now;
    }

    /** To other workers, as another step. */
    void offered(StepExecution as, Instant now) {
        step = as;
        askedAt = now;
    }

    /** Once more, as the same step. */
    void askedFor(Instant now) {
        askedAt = now;
    }

    /** Whether nobody has followed the last request. */
    boolean isUnheard(Instant now) {
        return askedAt.plus(ASK_AGAIN).isBefore(now);
    }

    /** @param inVain whether its worker was lost with all the letters that it had been granted */
    void lost(boolean inVain) {
        lostInARow = inVain ? lostInARow + 1 : 0;
    }

    /** Whether it is given up. */
    boolean isHopeless() {
        return lostInARow >= MOST_LOST;
    }
}
