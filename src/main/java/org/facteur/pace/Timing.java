package org.facteur.pace;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** The clock of a run, and the only place where it waits. */
public interface Timing extends InstantSource {

    /** Waits on the monitor, which the caller holds, until it is notified or so long has passed. */
    void await(Object monitor, Duration longest) throws InterruptedException;

    /** Nanoseconds of a clock that nobody sets, from some moment on. */
    default long nanos() {
        return TimeUnit.MILLISECONDS.toNanos(millis());
    }

    /** The machine's. */
    static Timing system() {
        return new Timing() {
            @Override
            public Instant instant() {
                return Instant.now();
            }

            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            // Callers look again at what they wait for, in a loop of their own.
            @SuppressWarnings("WaitNotInLoop")
            public void await(Object monitor, Duration longest) throws InterruptedException {
                // At least a millisecond: wait(0) would wait for ever.
                monitor.wait(Math.max(1, longest.toMillis() + 1));
            }
        };
    }
}
