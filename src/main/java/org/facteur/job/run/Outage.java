package org.facteur.job.run;

import java.time.Duration;
import java.time.Instant;
import org.facteur.campaign.Campaign;
import org.facteur.dispatch.Stop;
import org.facteur.ledger.store.ReconnectPolicy;
import org.facteur.pace.Timing;
import org.facteur.reason.Reason;

/** A database server that went away in the middle of a run: asked again at growing intervals, for as long as {@code pace.patience} says. */
public final class Outage implements ReconnectPolicy {

    private static final Duration FIRST = Duration.ofSeconds(1);

    /** Well within a lease: letters of a worker that comes back behind it would be in doubt. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    /** Once the run is to stop, for what is known of letters that have left and is not written down. */
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    private final Duration patience;
    private final Timing timing;
    private final Stop stop;
    private final MailLog log;
    private Instant until = Instant.MIN;
    private boolean stopping;

    public Outage(Campaign campaign, Timing timing, Stop stop) {
        this(campaign.pace().patience(), timing, stop, new MailLog(campaign.name()));
    }

    Outage(Duration patience, Timing timing, Stop stop, MailLog log) {
        this.patience = patience;
        this.timing = timing;
        this.stop = stop;
        this.log = log;
    }

    @Override
    public synchronized boolean lasts(Reason reason, int tries) throws InterruptedException {
        Instant now = timing.instant();
        if (tries == 0) {
            until = now.plus(patience);
            stopping = false;
            if (now.isBefore(until)) {
                log.databaseAway(reason, until);
            }
        }
        Instant next = now.plus(interval(tries));
        while (now.isBefore(until) && now.isBefore(next)) {
            if (stop.isRequested() && !stopping) {
                stopping = true;
                until = earlier(until, now.plus(FAREWELL));
            }
            Duration rest = Duration.between(now, earlier(next, until));
            timing.await(this, rest.compareTo(HEARTBEAT) > 0 ? HEARTBEAT : rest);
            now = timing.instant();
        }
        return now.isBefore(until);
    }

    /** 1, 2, 4, 5, 5 … s. */
    private static Duration interval(int tries) {
        Duration doubled = FIRST.multipliedBy(1L << Math.min(tries, 3));
        return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
