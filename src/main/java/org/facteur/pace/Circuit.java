package org.facteur.pace;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether a relay is worth connecting to. A failed connection keeps it closed to letters for 30 s, then 1 min, 2 min … 30 min at most;
 * after that one probe may try, and a success clears it.
 *
 * @param failures in a row; 0: all is well
 * @param until no connection before this
 * @param probing one connection tries whether it is back
 */
public record Circuit(int failures, Instant until, boolean probing) {

    public static final Circuit CLEAR = new Circuit(0, Instant.EPOCH, false);

    private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(30), Duration.ofMinutes(30));

    /** Whether a connection may be opened. While a probe is under way no other may. */
    public boolean admits(Instant now) {
        return failures == 0 || (!probing && !now.isBefore(until));
    }

    /** A connection is being opened. */
    public Circuit connecting() {
        return failures == 0 ? this : new Circuit(failures, until, true);
    }

    /** A connection failed. Several that fail together count as one. */
    public Circuit failed(Instant now) {
        if (failures > 0 && now.isBefore(until)) {
            return this;
        }
        int inARow = Math.min(failures + 1, 100);
        return new Circuit(inARow, now.plus(PAUSES.pause(inARow)), false);
    }

    public Circuit succeeded() {
        return CLEAR;
    }
}
