package org.facteur.job.cluster;

import java.time.Duration;
import org.facteur.dispatch.Stop;
import org.facteur.job.run.JobReason;
import org.facteur.ledger.Workers;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears what a head is told from another machine, whatever it is at: to stop, or that there is a newer head. */
final class HeadWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HeadWatch.class);

    private static final Duration LOOK = Duration.ofMillis(500);

    private final Workers workers;
    private final long epoch;
    private final Stop stop;
    private final Timing timing;
    private volatile boolean overtaken;
    private volatile boolean closed;

    /** @param epoch of the head */
    HeadWatch(Workers workers, long epoch, Stop stop, Timing timing) {
        this.workers = workers;
        this.epoch = epoch;
        this.stop = stop;
        this.timing = timing;
        Thread thread = new Thread(this::watch, "orders");
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether another run has become the head since. */
    boolean isOvertaken() {
        return overtaken;
    }

    /** The same, asked of the ledger at this moment. */
    boolean look() {
        follow(workers.order(epoch));
        return overtaken;
    }

    private void watch() {
        try {
            while (!closed && !overtaken) {
                try {
                    look();
                } catch (RuntimeException e) {
                    LOG.debug("orders cannot be read", e);
                }
                synchronized (this) {
                    if (!closed) {
                        timing.await(this, LOOK);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(Workers.Order order) {
        if (order instanceof Workers.Order.End end) {
            if (end.exitCode() == ExitCodes.TERMINATED) {
                stop.request(end.reason(), end.exitCode());
            } else {
                stop.fail(end.reason(), end.exitCode());
            }
        } else if (order instanceof Workers.Order.Overtaken) {
            overtaken = true;
            stop.fail(JobReason.OVERTAKEN.of(), ExitCodes.TRY_LATER);
        }
    }

    @Override
    public void close() {
        closed = true;
        synchronized (this) {
            notifyAll();
        }
    }
}
