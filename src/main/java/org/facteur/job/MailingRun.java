package org.facteur.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.facteur.campaign.Campaign;
import org.facteur.dispatch.Stop;
import org.facteur.home.HomeLedger;
import org.facteur.inbox.Inbox;
import org.facteur.inbox.InboxResult;
import org.facteur.job.cluster.HeadParts;
import org.facteur.job.report.RunRecorder;
import org.facteur.job.run.CampaignRelays;
import org.facteur.job.run.MailingContext;
import org.facteur.job.run.Outage;
import org.facteur.job.run.RunObserver;
import org.facteur.ledger.store.LedgerException;
import org.facteur.ledger.store.LedgerStore;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Mendable;
import org.facteur.reason.MendableException;
import org.facteur.reason.Reasoned;
import org.facteur.relay.RelayClients;
import org.facteur.relay.RelaySlots;
import org.facteur.relay.SandboxServer;
import org.facteur.report.CampaignStatus;
import org.facteur.verdict.Category;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Runs a campaign: takes it up where it stopped, or starts it. The caller holds the home's lock. */
public final class MailingRun {

    /** The parts of a run that leaves the sending to workers. */
    @Configuration(proxyBeanMethods = false)
    @Import({MailingJob.class, HeadParts.class})
    static final class WithWorkers {}

    private static final Logger LOG = LoggerFactory.getLogger(MailingRun.class);

    /** Of a run that was taken up: what interrupts it then is another matter. */
    private static final Duration A_GOOD_WHILE = Duration.ofMinutes(1);

    /** For the mailboxes, before the first letter; what is left is read the next time. */
    private static final Duration LONGEST_LOOK = Duration.ofMinutes(15);

    private final Timing timing;
    private final Stop stop;
    private final @Nullable RelaySlots slots;

    /** Its letters have gone or stay: what is left is word to the owner. */
    private volatile boolean lettersDone;

    public MailingRun(Timing timing, Stop stop) {
        this.timing = timing;
        this.stop = stop;
        this.slots = null;
    }

    /** @param slots opens a connection slot at a relay; EHLO says the name that is given with it */
    public MailingRun(Timing timing, Stop stop, RelaySlots slots) {
        this.timing = timing;
        this.stop = stop;
        this.slots = slots;
    }

    /** The same, with nobody watching. */
    public RunResult run(Campaign campaign, RunOptions options) {
        return run(campaign, options, progress -> {});
    }

    /**
     * @param observer is told how the run goes, and no more once this returns
     * @throws MendableException when there is nothing to restart
     */
    public RunResult run(Campaign campaign, RunOptions options, RunObserver observer) {
        boolean news = readWhatCameBack(campaign);
        boolean sandboxed =
                campaign.relays().stream().anyMatch(route -> route.relay().isSandbox());
        try (@Nullable
                        SandboxServer sandbox =
                                sandboxed ? new SandboxServer(campaign.home().sandbox(campaign.name())) : null;
                HomeLedger ledger = HomeLedger.of(campaign.home(), campaign.database());
                StatusFile status = new StatusFile(campaign.home().status())) {
            Outage outage = new Outage(campaign, timing, stop);
            boolean begun = false;
            for (int tries = 0; ; tries++) {
                @Nullable Instant from = null;
                try (ConfigurableApplicationContext context = start(campaign, ledger, sandbox)) {
                    from = timing.instant();
                    begun = true;
                    return run(
                            campaign, options, context.getBean(Mailing.class), ledger.store(), status, observer, news);
                } catch (RuntimeException e) {
                    // Batch's own records go past what explains the ledger's.
                    RuntimeException failure = ledger.store().explain(e);
                    // The minute counts from a server that was there, not from one that is slow to refuse.
                    if (from != null && Duration.between(from, timing.instant()).compareTo(A_GOOD_WHILE) > 0) {
                        tries = 0;
                    }
                    if (!begun || stop.isRequested() || !isAway(failure) || !lasts(outage, failure, tries)) {
                        throw failure;
                    }
                    // What has happened so far the next one does not know of itself.
                    news = true;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the sandbox cannot be opened", e);
        }
    }

    private RunResult run(
            Campaign campaign,
            RunOptions options,
            Mailing mailing,
            LedgerStore store,
            StatusFile status,
            RunObserver observer,
            boolean news) {
        try (ProgressTicker ticker = mailing.ticker()) {
            mailing.recorder().opens();
            status.beside(mailing.others());
            ticker.start(List.of(status, observer));
            if (mailing.handover().takeOver()) {
                mailing.recorder().othersWrote();
            }
            JobExecution execution = mailing.start(options);
            lettersDone = true;
            refuseAway(execution, store);
            CampaignStatus end = mailing.recorder().status();
            Path report = mailing.report().page(end);
            List<RunResult.LeftOut> leftOut = mailing.leftOut();
            Map<Category, Long> refused = mailing.refusedForOurs();
            // Last: what is taken up again behind it would tell the owner twice.
            mailing.notice().tell(end, report, news);
            return new RunResult(
                    exitCode(execution, store),
                    end,
                    report,
                    campaign.reachesNobody() ? campaign.home().sandbox(campaign.name()) : null,
                    leftOut,
                    refused);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** A job that failed for nothing but its database server is taken up again as one that a dead process left, by this very run. */
    private void refuseAway(JobExecution execution, LedgerStore store) {
        for (Throwable failure : execution.getAllFailureExceptions()) {
            if (!stop.isRequested() && isAway(RunRecorder.explained(failure, store))) {
                throw (LedgerException) RunRecorder.explained(failure, store);
            }
        }
    }

    private static boolean isAway(Throwable failure) {
        return failure instanceof LedgerException ledger && ledger.kind() == LedgerException.Kind.AWAY;
    }

    private static boolean lasts(Outage outage, RuntimeException failure, int tries) {
        try {
            return outage.lasts(Reasoned.of(failure), tries);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * So that tonight's run knows of last night's bounces. A mailbox that cannot be read, or takes long, holds no letter up.
     *
     * @return whether anything came back since the last look
     */
    private boolean readWhatCameBack(Campaign campaign) {
        if (campaign.inbox().isEmpty()) {
            return false;
        }
        Instant latest = timing.instant().plus(LONGEST_LOOK);
        try {
            InboxResult result = Inbox.read(
                    campaign,
                    timing,
                    () -> stop.isRequested() || timing.instant().isAfter(latest));
            LOG.info("{} what came back: {}", campaign.name(), result.toJson());
            return result.isNews();
        } catch (MendableException e) {
            LOG.warn("{} {}", campaign.name(), e.reason());
            return false;
        }
    }

    private ConfigurableApplicationContext start(
            Campaign campaign, HomeLedger ledger, @Nullable SandboxServer sandbox) {
        lettersDone = false;
        RelaySlots opening = slots != null
                ? slots
                : new RelayClients(timing, this::isHurried, campaign.home().tokens())::open;
        Class<?> parts = campaign.cluster().workers() ? WithWorkers.class : MailingJob.class;
        return MailingContext.start(
                parts, campaign, ledger, timing, stop, CampaignRelays.of(campaign, opening, sandbox));
    }

    /** Whether no server is waited for much longer. That the run has failed is what the owner is to be told. */
    private boolean isHurried() {
        return lettersDone ? stop.isWished() : stop.isRequested();
    }

    private int exitCode(JobExecution execution, LedgerStore store) {
        if (execution.getStatus() == BatchStatus.COMPLETED) {
            return ExitCodes.DONE;
        }
        Stop.Cause cause = stop.cause();
        if (cause != null) {
            return cause.exitCode();
        }
        if (execution.getStatus() == BatchStatus.STOPPED) {
            return ExitCodes.TRY_LATER;
        }
        List<Throwable> failures = execution.getAllFailureExceptions();
        return failures.isEmpty()
                ? ExitCodes.SOFTWARE
                : Mendable.exitCodeOf(RunRecorder.explained(failures.get(0), store));
    }
}
