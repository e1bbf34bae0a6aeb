package org.facteur.pace;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether a relay that breaks off is worth another connection: not for 1 s after the first failure in a row, then 5 s, then 30 s, 1 min,
 * 2 min … 30 min at most. A success clears it.
 *
 * @param failures in a row; 0: all is well
 * @param until no connection before this
 */
public record Circuit(int failures, Instant until) {

    public static final Circuit CLEAR = new Circuit(0, Instant.EPOCH);

    /** A server that restarts is back within moments. */
    private static final Duration[] AT_FIRST = {Duration.ofSeconds(1), Duration.ofSeconds(5)};

    private static final Backoff LATER = new Backoff(Duration.ofSeconds(30), Duration.ofMinutes(30));
    private static final int MOST_COUNTED = 100;

    public boolean isClear() {
        return failures == 0;
    }

    /** A connection failed. Several that fail together count as one. */
    public Circuit failed(Instant now) {
        if (failures > 0 && now.isBefore(until)) {
            return this;
        }
        int inARow = Math.min(failures + 1, MOST_COUNTED);
        Duration pause = inARow <= AT_FIRST.length ? AT_FIRST[inARow - 1] : LATER.pause(inARow - AT_FIRST.length);
        return new Circuit(inARow, now.plus(pause));
    }
}
