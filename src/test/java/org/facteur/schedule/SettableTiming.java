package org.facteur.schedule;

import java.time.Duration;
import java.time.Instant;
import org.facteur.pace.Timing;

/** A clock on which waiting takes no time, and which a test may set. */
final class SettableTiming implements Timing {

    private Instant now;
    private Duration asleep = Duration.ZERO;

    SettableTiming(String now) {
        this.now = Instant.parse(now);
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** From the next wait on the machine sleeps for so long. */
    void fallAsleep(Duration time) {
        asleep = time;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public void await(Object monitor, Duration longest) {
        now = now.plus(longest).plus(asleep);
        asleep = Duration.ZERO;
    }
}
