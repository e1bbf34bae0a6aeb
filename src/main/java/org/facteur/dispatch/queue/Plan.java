package org.facteur.dispatch.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.facteur.pace.Pace;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What a mailing will take.
 *
 * @param letters that will be sent
 * @param periods in which letters leave, such as nights; they are as far apart as a run does not wait
 * @param ends when the last letter is sent; {@link Instant#MAX} when some never can be
 * @param heldBackBy what made it wait longest in all, such as {@code relay ecole: 500/day}; null when nothing did
 */
public record Plan(
        int letters,
        List<Period> periods,
        Instant ends,
        @Nullable Reason heldBackBy) {

    /** From the first letter's start to the last one's end. */
    public record Period(Instant start, Instant end, int letters) {}

    public Plan {
        periods = List.copyOf(periods);
    }

    /**
     * Goes through the whole mailing in simulated time, with the same decisions as a run. The dispatcher stays as it is.
     *
     * @param dispatcher nothing of it in flight
     * @param pace its limits and window are those of the dispatcher; chunk, pause, patience and warm-up are taken from here
     * @param perLetter how long a letter keeps a connection busy
     * @param usedBefore days on which the warm-up was used before
     */
    public static Plan of(Dispatcher dispatcher, Pace pace, Duration perLetter, Instant from, int usedBefore) {
        return using(dispatcher.fork(), pace, perLetter, from, usedBefore);
    }

    /**
     * As {@link #of}, on a dispatcher that is a fork already and used up by it.
     */
    public static Plan using(Dispatcher fork, Pace pace, Duration perLetter, Instant from, int usedBefore) {
        return new Simulation(fork, pace, perLetter, from, usedBefore).run();
    }
}
