package org.facteur.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.facteur.campaign.Campaign;
import org.facteur.dispatch.Stop;
import org.facteur.home.HomeLedger;
import org.facteur.inbox.Inbox;
import org.facteur.inbox.InboxResult;
import org.facteur.job.run.CampaignRelays;
import org.facteur.job.run.MailingContext;
import org.facteur.job.run.RunObserver;
import org.facteur.ledger.store.LedgerStore;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Mendable;
import org.facteur.reason.MendableException;
import org.facteur.relay.RelayClients;
import org.facteur.relay.RelaySlots;
import org.facteur.relay.SandboxServer;
import org.facteur.report.CampaignStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.context.ConfigurableApplicationContext;

/** Runs a campaign: takes it up where it stopped, or starts it. The caller holds the home's lock. */
public final class MailingRun {

    private static final Logger LOG = LoggerFactory.getLogger(MailingRun.class);

    private final Timing timing;
    private final Stop stop;
    private final @Nullable RelaySlots slots;

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
        boolean cameBack = readWhatCameBack(campaign);
        boolean sandboxed =
                campaign.relays().stream().anyMatch(route -> route.relay().isSandbox());
        Path letters = campaign.home().sandbox(campaign.name());
        HomeLedger ledger = HomeLedger.of(campaign.home(), campaign.database());
        try (@Nullable SandboxServer sandbox = sandboxed ? new SandboxServer(letters) : null;
                HomeLedger closing = ledger;
                ConfigurableApplicationContext context = start(campaign, closing, sandbox);
                StatusFile status = new StatusFile(campaign.home().status())) {
            Mailing mailing = context.getBean(Mailing.class);
            try (ProgressTicker ticker = mailing.ticker()) {
                ticker.start(List.of(status, observer));
                JobExecution execution = mailing.start(options);
                CampaignStatus end = mailing.recorder().status();
                Path report = mailing.report().page(end);
                mailing.notice().tell(end, report, cameBack);
                return new RunResult(
                        exitCode(execution, ledger.store()),
                        end,
                        report,
                        campaign.reachesNobody() ? letters : null,
                        mailing.leftOut());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the sandbox cannot be opened", e);
        } catch (RuntimeException e) {
            // Batch's own records go past what explains the ledger's.
            throw ledger.store().explain(e);
        }
    }

    /**
     * So that tonight's run knows of last night's bounces. A mailbox that cannot be read holds no letter up.
     *
     * @return whether anything came back since the last look
     */
    private boolean readWhatCameBack(Campaign campaign) {
        if (campaign.inbox().isEmpty()) {
            return false;
        }
        try {
            InboxResult result = Inbox.read(campaign, timing);
            LOG.info("{} what came back: {}", campaign.name(), result.toJson());
            return result.isNews();
        } catch (MendableException e) {
            LOG.warn("{} {}", campaign.name(), e.reason());
            return false;
        }
    }

    private ConfigurableApplicationContext start(
            Campaign campaign, HomeLedger ledger, @Nullable SandboxServer sandbox) {
        RelaySlots opening = slots != null
                ? slots
                : new RelayClients(timing, stop::isRequested, campaign.home().tokens())::open;
        return MailingContext.start(
                MailingJob.class, campaign, ledger, timing, stop, CampaignRelays.of(campaign, opening, sandbox));
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
