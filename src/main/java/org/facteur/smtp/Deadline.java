package org.facteur.smtp;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection whose time is over, by closing its socket: that ends reads and writes alike, in and beneath TLS, whatever drips. It
 * counts ticks instead of looking at a clock, so that setting it costs nothing and a clock that is set does no harm.
 */
final class Deadline implements AutoCloseable {

    /** One thread for all connections. */
    private static final ScheduledExecutorService TICKS = ticks();

    private final Patience patience;
    private final BooleanSupplier stopping;
    private final Runnable end;
    private final Future<?> ticking;
    private @Nullable Duration limit;
    private long ticksLeft;
    private boolean dotSent;
    private long stopTicks;
    private @Nullable Duration passed;
    private boolean stopped;

    /**
     * @param stopping whether we are to stop; asked at each tick
     * @param end closes the socket; called from another thread, once
     */
    Deadline(Patience patience, BooleanSupplier stopping, Runnable end) {
        this.patience = patience;
        this.stopping = stopping;
        this.end = end;
        long millis = patience.tick().toMillis();
        this.ticking = TICKS.scheduleWithFixedDelay(this::tick, millis, millis, TimeUnit.MILLISECONDS);
    }

    private static ScheduledExecutorService ticks() {
        ScheduledThreadPoolExecutor ticks = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "smtp-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        ticks.setRemoveOnCancelPolicy(true);
        return ticks;
    }

    /** From here on so long, at most one tick more; a limit that was set before counts no more. */
    synchronized void within(Duration time) {
        limit = time;
        // The tick that is running already has begun before.
        ticksLeft = ticks(time) + 1;
    }

    /** As {@link #within}, for the answer to a final dot. */
    synchronized void afterDot(Duration time) {
        dotSent = true;
        within(time);
    }

    /** Nothing is waited for; the letter whose dot had left has its answer. */
    synchronized void off() {
        limit = null;
        dotSent = false;
    }

    /** What did not come in time; null while there is time. */
    synchronized @Nullable Duration passed() {
        return passed;
    }

    /** Whether {@link #passed} because we are to stop. */
    synchronized boolean isStopped() {
        return stopped;
    }

    private synchronized void tick() {
        if (passed != null) {
            return;
        }
        boolean stops = stopping.getAsBoolean();
        stopTicks += stops ? 1 : 0;
        Duration waiting = limit;
        if (waiting == null) {
            return;
        }
        ticksLeft--;
        Duration grace = dotSent ? patience.stopAfterDot() : patience.stopBeforeDot();
        if (ticksLeft <= 0 || stopTicks > ticks(grace)) {
            stopped = ticksLeft > 0;
            passed = waiting;
            end.run();
        }
    }

    private long ticks(Duration time) {
        return Math.max(1, time.toMillis() / patience.tick().toMillis());
    }

    @Override
    public void close() {
        ticking.cancel(false);
    }
}
