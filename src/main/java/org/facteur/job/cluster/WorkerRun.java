package org.facteur.job.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.facteur.campaign.Campaign;
import org.facteur.dispatch.Stop;
import org.facteur.home.HomeLedger;
import org.facteur.job.run.CampaignRelays;
import org.facteur.job.run.JobReason;
import org.facteur.job.run.MailingContext;
import org.facteur.ledger.Workers;
import org.facteur.ledger.store.LedgerException;
import org.facteur.ledger.store.LedgerServer;
import org.facteur.ledger.store.OpenLedger;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;
import org.facteur.relay.RelayClients;
import org.facteur.relay.SandboxServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;

/** {@code facteur worker}: carries letters of a campaign, whenever a head grants some, until it is stopped. */
public final class WorkerRun {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerRun.class);

    /** Between two looks for a ledger that is not there yet, or cannot be reached. */
    private static final Duration WAIT = Duration.ofSeconds(2);

    /** A head has the ledger for a moment before it says that it is one; and so has a short command. */
    private static final int LOOKS = 5;

    private final Timing timing;
    private final Stop stop;

    public WorkerRun(Timing timing, Stop stop) {
        this.timing = timing;
        this.stop = stop;
    }

    /**
     * @param campaign whose ledger is on a server
     * @param name told apart from other workers by it
     * @return what the process ends with
     * @throws MendableException when a run sends by itself, or the letter here is another
     */
    public int work(Campaign campaign, String name) throws InterruptedException {
        boolean sandboxed =
                campaign.relays().stream().anyMatch(route -> route.relay().isSandbox());
        try (@Nullable
                SandboxServer sandbox =
                        sandboxed ? new SandboxServer(campaign.home().sandbox(campaign.name())) : null) {
            while (!stop.isRequested()) {
                try (HomeLedger ledger = HomeLedger.of(campaign.home(), campaign.database())) {
                    work(campaign, ledger, sandbox, name);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the sandbox cannot be opened", e);
        }
        Stop.Cause cause = stop.cause();
        if (cause != null && cause.failed()) {
            throw new MendableException(cause.reason(), cause.exitCode());
        }
        return ExitCodes.DONE;
    }

    private void work(Campaign campaign, HomeLedger ledger, @Nullable SandboxServer sandbox, String name)
            throws InterruptedException {
        try {
            if (!isReady(ledger)) {
                pause();
                return;
            }
            RelayClients clients =
                    new RelayClients(timing, stop::isRequested, campaign.home().tokens());
            try (ConfigurableApplicationContext context = MailingContext.join(
                    WorkerParts.class,
                    campaign,
                    ledger,
                    timing,
                    stop,
                    CampaignRelays.of(campaign, clients::open, sandbox))) {
                context.getBean(Worker.class).work(name);
            }
        } catch (RuntimeException e) {
            RuntimeException failure = ledger.store().explain(e);
            if (!(failure instanceof LedgerException away) || away.kind() != LedgerException.Kind.AWAY) {
                throw failure;
            }
            LOG.warn("{} {}", campaign.name(), away.reason());
            pause();
        }
    }

    /**
     * Whether a run has made the ledger, as this version knows it.
     *
     * @throws MendableException when a run sends by itself
     */
    private boolean isReady(HomeLedger ledger) throws InterruptedException {
        for (int look = 0; look < LOOKS; look++) {
            if (!(ledger.store() instanceof LedgerServer server) || !server.isMade()) {
                return false;
            }
            try (OpenLedger there = ledger.open().orElseThrow()) {
                if (!there.isInUse() || new Workers(there.jdbc()).isLed()) {
                    return true;
                }
            }
            pause();
        }
        throw new MendableException(JobReason.WORKER_ALONE.of(ledger.store().place()), ExitCodes.TRY_LATER);
    }

    private void pause() throws InterruptedException {
        synchronized (this) {
            timing.await(this, WAIT);
        }
    }
}
