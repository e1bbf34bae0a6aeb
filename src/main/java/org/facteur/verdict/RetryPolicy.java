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

    private static final Duration LEAST_MARGIN = Duration.ofSeconds(2);
    private static final Duration GREATEST_MARGIN = Duration.ofMinutes(5);

    public RetryPolicy {
        delays = List.copyOf(delays);
        if (delays.isEmpty()) {
            throw new IllegalArgumentException("retry has no delays; write for example [10m, 30m, 2h]");
        }
        for (Duration delay : delays) {
            requirePositive("retry delay", delay);
        }
        requirePositive("give-up-after", giveUpAfter);
    }

    /**
     * When to try again.
     *
     * @param deferrals of this recipient so far, this one included: at least 1
     * @param hint the time the server named, null where it named none
     */
    public Instant nextTry(int deferrals, @Nullable Duration hint, Instant now) {
        if (deferrals < 1) {
            throw new IllegalArgumentException("deferrals must count this one, so at least 1, but was " + deferrals);
        }
        if (hint != null && !hint.isNegative()) {
            return now.plus(withMargin(hint));
        }
        return now.plus(delays.get(Math.min(deferrals, delays.size()) - 1));
    }

    /**
     * Whether that next try would come too late to be made. Nobody is given up because no run went on for days: a recipient is tried at
     * least as often as the delays, one after the other, fit into the time.
     *
     * @param tries of this recipient so far, this one included
     */
    public boolean givesUp(int tries, Instant firstAttempt, Instant nextTry) {
        return nextTry.isAfter(firstAttempt.plus(giveUpAfter)) && tries > delaysInTime();
    }

    private int delaysInTime() {
        Duration left = giveUpAfter;
        int fit = 0;
        while (fit < delays.size() && delays.get(fit).compareTo(left) <= 0) {
            left = left.minus(delays.get(fit));
            fit++;
        }
        return fit;
    }

    /**
     * Whether a letter that got no answer may go again unasked: as often as there are delays, and within the time. Each time its recipient
     * may have got another one.
     *
     * @param deferrals of this recipient so far, this one included
     */
    public boolean resends(int deferrals, Instant firstAttempt, Instant nextTry) {
        return deferrals <= delays.size() && !givesUp(deferrals, firstAttempt, nextTry);
    }

    /** The time that a server named, and a little more: clocks differ and servers round down. Who comes to the second is told to wait again. */
    public static Duration withMargin(Duration hint) {
        return hint.plus(margin(hint));
    }

    private static Duration margin(Duration hint) {
        Duration tenth = hint.dividedBy(10);
        if (tenth.compareTo(LEAST_MARGIN) < 0) {
            return LEAST_MARGIN;
        }
        return tenth.compareTo(GREATEST_MARGIN) > 0 ? GREATEST_MARGIN : tenth;
    }

    private static void requirePositive(String what, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(what + " must be longer than nothing, but was " + duration);
        }
    }
}
