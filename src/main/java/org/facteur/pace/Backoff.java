package org.facteur.pace;

import java.time.Duration;

/**
 * Pauses that double with each failure in a row. The caller counts the failures, and begins again at 1 after a success.
 *
 * @param first more than zero
 * @param longest not less than the first
 */
public record Backoff(Duration first, Duration longest) {

    /** For a recipient domain that asks to slow down: half an hour to four hours. */
    public static final Backoff OF_DOMAINS = new Backoff(Duration.ofMinutes(30), Duration.ofHours(4));

    public Backoff {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "pauses grow from more than nothing, not from " + first + " to " + longest);
        }
    }

    /**
     * @param nth failure in a row, from 1
     */
    public Duration pause(int nth) {
        Duration pause = first;
        for (int i = 1; i < nth && pause.compareTo(longest) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longest) < 0 ? pause : longest;
    }
}
