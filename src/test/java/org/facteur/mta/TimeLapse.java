package org.facteur.mta;

import java.time.Duration;
import java.time.Instant;
import org.facteur.pace.Timing;

/** A clock that runs faster than the server's: where a run rests for minutes, the server counts seconds. */
final class TimeLapse implements Timing {

    private final Timing system = Timing.system();
    private final Instant start = system.instant();
    private final int factor;

    /** @param factor seconds here for each second there */
    TimeLapse(int factor) {
        this.factor = factor;
    }

    @Override
    public Instant instant() {
        return start.plus(Duration.between(start, system.instant()).multipliedBy(factor));
    }

    @Override
    public void await(Object monitor, Duration longest) throws InterruptedException {
        system.await(monitor, longest.dividedBy(factor));
    }
}
