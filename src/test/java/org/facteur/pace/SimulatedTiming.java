package org.facteur.pace;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still until somebody waits on it: then it moves on by as much as was to be waited. A night takes a moment, and
 * takes the same moment on any machine.
 *
 * <p>Work between two waits takes no time at all. Where several connections work, one that waits must not move the clock while another
 * one is in the middle of a transaction: {@link #standingStillWhile}.
 */
public final class SimulatedTiming implements Timing {

    private final TreeMap<Instant, Runnable> events = new TreeMap<>();
    private volatile BooleanSupplier busy = () -> false;
    private Instant now;

    public SimulatedTiming(Instant start) {
        now = start;
    }

    /** What happens to be going on and is not done in no time; the clock moves when it is over. */
    public void standingStillWhile(BooleanSupplier somethingGoesOn) {
        busy = somethingGoesOn;
    }

    /** Does something when the clock gets there. */
    public synchronized void at(Instant time, Runnable event) {
        events.merge(time, event, (first, second) -> () -> {
            first.run();
            second.run();
        });
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    public void advance(Duration by) {
        moveTo(instant().plus(by));
    }

    /** Never back. */
    public void moveTo(Instant time) {
        for (@Nullable Runnable event = next(time); event != null; event = next(time)) {
            event.run();
        }
    }

    private synchronized @Nullable Runnable next(Instant time) {
        Map.Entry<Instant, Runnable> first = events.firstEntry();
        if (first != null && !first.getKey().isAfter(time)) {
            now = latest(first.getKey());
            events.pollFirstEntry();
            return first.getValue();
        }
        now = latest(time);
        return null;
    }

    private Instant latest(Instant time) {
        return time.isAfter(now) ? time : now;
    }

    @Override
    // Callers look again at what they wait for, in a loop of their own.
    @SuppressWarnings("WaitNotInLoop")
    public void await(Object monitor, Duration longest) throws InterruptedException {
        if (busy.getAsBoolean()) {
            monitor.wait(1);
        } else {
            advance(longest);
        }
    }
}
