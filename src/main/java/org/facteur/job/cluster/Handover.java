package org.facteur.job.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.facteur.campaign.Campaign;
import org.facteur.dispatch.Stop;
import org.facteur.home.MessageKeyFile;
import org.facteur.job.run.JobReason;
import org.facteur.ledger.Claims;
import org.facteur.ledger.Grants;
import org.facteur.ledger.Workers;
import org.facteur.ledger.store.LedgerServer;
import org.facteur.ledger.store.LedgerStore;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Before a run settles what a dead one left: workers of a head that is gone give their accounts back, or are fenced off once their leases are
 * over. Then the run is the only one that writes, as one without workers is.
 */
public final class Handover implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(200);

    private final Campaign campaign;
    private final LedgerStore store;
    private final JdbcTemplate jdbc;
    private final Stop stop;
    private final Timing timing;
    private volatile @Nullable HeadWatch watch;

    public Handover(Campaign campaign, LedgerStore store, JdbcTemplate jdbc, Stop stop, Timing timing) {
        this.campaign = campaign;
        this.store = store;
        this.jdbc = jdbc;
        this.stop = stop;
        this.timing = timing;
    }

    /**
     * By the one who has taken the ledger for writing.
     *
     * @return whether workers may have written until now
     * @throws MendableException when workers live, and this run would send by itself
     */
    public boolean takeOver() throws InterruptedException {
        if (!(store instanceof LedgerServer)) {
            return false;
        }
        Workers workers = new Workers(JdbcClient.create(jdbc));
        workers.forget(Duration.ofDays(1));
        boolean leads = campaign.cluster().workers();
        String living = workers.all().stream()
                .filter(Workers.Worker::live)
                .map(Workers.Worker::name)
                .collect(Collectors.joining(", "));
        if (!leads && !living.isEmpty()) {
            throw new MendableException(JobReason.WORKERS.of(living), ExitCodes.TRY_LATER);
        }
        if (leads) {
            Worker.refuseOtherTimes(workers, timing);
            // Before it waits for the workers: one that begins meanwhile is to see a head, and a request to stop is to
            // find one.
            long epoch = workers.lead(campaign.name(), MessageKeyFile.hex(campaign.home()));
            watch = new HeadWatch(workers, epoch, stop, timing);
        } else {
            workers.follow();
        }
        Claims claims = new Claims(jdbc);
        claims.callIn();
        callIn(claims);
        new Grants(JdbcClient.create(jdbc)).clear();
        jdbc.update("DELETE FROM int_channel_message");
        return true;
    }

    /** Whether this run was the head, and another one is now. */
    boolean isOvertaken() {
        HeadWatch watching = watch;
        return watching != null && watching.isOvertaken();
    }

    /** The same, asked of the ledger: before something is taken from a worker, which may carry for the newer one by now. */
    boolean isOvertakenByNow() {
        HeadWatch watching = watch;
        return watching != null && watching.look();
    }

    @Override
    public void close() {
        HeadWatch watching = watch;
        if (watching != null) {
            watching.close();
        }
    }

    private void callIn(Claims claims) throws InterruptedException {
        // While the database was away leases ran out; living workers prolong them as soon as they can.
        Instant latest = timing.instant().plus(campaign.cluster().lease()).plusSeconds(1);
        // A stop does not shorten this: the letters of a living worker that is cut off would be in doubt.
        while (held(claims).stream().anyMatch(Claims.Claim::live)
                && timing.instant().isBefore(latest)) {
            synchronized (this) {
                timing.await(this, LOOK);
            }
        }
        held(claims).forEach(claim -> claims.fence(claim.account(), claim.epoch()));
    }

    private static List<Claims.Claim> held(Claims claims) {
        return claims.all().stream().filter(claim -> claim.worker() != null).toList();
    }
}
