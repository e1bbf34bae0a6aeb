package org.facteur.job.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.facteur.campaign.Campaign;
import org.facteur.home.HomeLedger;
import org.facteur.job.run.JobReason;
import org.facteur.ledger.Claims;
import org.facteur.ledger.Workers;
import org.facteur.ledger.store.OpenLedger;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;

/** What a command can do about a head and workers on other machines: by the database that all of them share. */
public final class Elsewhere {

    private static final Duration LOOK = Duration.ofMillis(500);

    private Elsewhere() {}

    /** What a request to stop has come to. */
    public enum Stopped {
        /** There was nothing to stop. */
        NOTHING,
        DONE,
        /** It goes on. */
        LATE
    }

    /**
     * Stops a run that is the head of workers, on whatever machine it runs, and waits for it.
     *
     * @param workers whether workers are to end, too
     */
    public static Stopped stop(Campaign campaign, boolean workers, Duration longest, Timing timing)
            throws InterruptedException {
        if (campaign.database() == null) {
            return Stopped.NOTHING;
        }
        Optional<OpenLedger> ledger =
                HomeLedger.of(campaign.home(), campaign.database()).open();
        if (ledger.isEmpty()) {
            return Stopped.NOTHING;
        }
        try (OpenLedger open = ledger.get()) {
            if (!open.isAtLeast(Workers.SINCE)) {
                return Stopped.NOTHING;
            }
            Workers known = new Workers(open.jdbc());
            Claims claims = new Claims(open.template());
            boolean ending = workers && known.stop(campaign.name());
            boolean led = open.isInUse() && known.isLed();
            if (!led && !isCarried(claims)) {
                return ending ? Stopped.DONE : Stopped.NOTHING;
            }
            known.end(ExitCodes.TERMINATED, JobReason.STOPPED.of());
            // A head that is frozen, or has died, tells its workers nothing: they would send what they were granted.
            claims.callIn();
            Instant latest = timing.instant().plus(longest);
            boolean goesOn = true;
            while (goesOn && timing.instant().isBefore(latest)) {
                pause(timing);
                goesOn = (led && open.isInUse()) || isCarried(claims);
            }
            return goesOn ? Stopped.LATE : Stopped.DONE;
        }
    }

    private static boolean isCarried(Claims claims) {
        return claims.all().stream().anyMatch(Claims.Claim::isHeld);
    }

    private static void pause(Timing timing) throws InterruptedException {
        Object monitor = new Object();
        synchronized (monitor) {
            timing.await(monitor, LOOK);
        }
    }
}
