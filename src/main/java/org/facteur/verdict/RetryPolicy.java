package org.facteur.verdict;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a deferred recipient is tried again, and when no more.
 *
 * @param delays after the first, second ... deferral; the last one repeats; not empty, each more than zero
 * @param giveUpAfter counted from the first attempt; more than zero
 */
public record RetryPolicy(List<Duration> delays, Duration giveUpAfter) {

    private static final Duration SHORTEST_MARGIN = Duration.ofSeconds(2);
    private static final Duration LONGEST_MARGIN = Duration.ofMinutes(5);

    public RetryPolicy {
        delays = List.copyOf(delays);
        if (delays.isEmpty() || delays.stream().anyMatch(delay -> delay.isNegative() || delay.isZero())) {
            throw new IllegalArgumentException(
                    "retry needs delays of more than nothing; write for example [10m, 1h, 4h]");
        }
        if (giveUpAfter.isNegative() || giveUpAfter.isZero()) {
            throw new IllegalArgumentException("retry cannot give up before the first attempt; write for example 3d");
        }
    }

    /**
     * @param deferrals how often the recipient was deferred, this time included; at least 1
     * @param hint the time that the server named; null: none. A tenth is added (2 s to 5 min), since clocks differ.
     */
    public Instant nextTry(int deferrals, @Nullable Duration hint, Instant now) {
        if (hint != null) {
            Duration tenth = hint.dividedBy(10);
            Duration margin = tenth.compareTo(SHORTEST_MARGIN) < 0 ? SHORTEST_MARGIN : tenth;
            return now.plus(hint).plus(margin.compareTo(LONGEST_MARGIN) > 0 ? LONGEST_MARGIN : margin);
        }
        return now.plus(delays.get(Math.max(0, Math.min(deferrals - 1, delays.size() - 1))));
    }

    public boolean givesUp(Instant firstAttempt, Instant nextTry) {
        return nextTry.isAfter(firstAttempt.plus(giveUpAfter));
    }
}
