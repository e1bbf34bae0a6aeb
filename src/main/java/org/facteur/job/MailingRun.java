package org.facteur.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.facteur.campaign.Campaign;
import org.facteur.dispatch.Dispatch;
import org.facteur.dispatch.Forecast;
import org.facteur.dispatch.Stop;
import org.facteur.home.HomeLedger;
import org.facteur.home.PrivateFile;
import org.facteur.job.errand.OwnersNotice;
import org.facteur.job.run.CampaignRelays;
import org.facteur.job.run.MailingContext;
import org.facteur.job.run.RunCounts;
import org.facteur.job.run.RunObserver;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.DiskRoom;
import org.facteur.ledger.LedgerBook;
import org.facteur.ledger.LedgerHistory;
import org.facteur.ledger.LedgerLetters;
import org.facteur.ledger.LedgerStore;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Mendable;
import org.facteur.reason.MendableException;
import org.facteur.relay.RelayClients;
import org.facteur.relay.RelaySlots;
import org.facteur.relay.SandboxServer;
import org.facteur.report.CampaignReporter;
import org.facteur.report.CampaignStatus;
import org.facteur.report.ReportFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Runs a campaign: takes it up where it stopped, or starts it. The caller holds the home's lock. */
public final class MailingRun {

    private static final Logger LOG = LoggerFactory.getLogger(MailingRun.class);

    private final Timing timing;
    private final Stop stop;
    private final RelaySlots slots;

    public MailingRun(Timing timing, Stop stop) {
        this(timing, stop, new RelayClients(timing)::open);
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
        boolean sandboxed =
                campaign.relays().stream().anyMatch(route -> route.relay().isSandbox());
        Path letters = campaign.home().sandbox(campaign.name());
        HomeLedger ledger = HomeLedger.of(campaign.home(), campaign.database());
        try (@Nullable SandboxServer sandbox = sandboxed ? new SandboxServer(letters) : null;
                HomeLedger closing = ledger;
                ConfigurableApplicationContext context = start(campaign, closing, sandbox);
                StatusFile status = new StatusFile(campaign.home().status());
                ProgressTicker pulse = new ProgressTicker(
                        campaign,
                        context.getBean(RunCounts.class),
                        context.getBean(Dispatch.class),
                        context.getBean(Forecast.class),
                        timing,
                        List.of(status, observer))) {
            pulse.start();
            JobExecution execution = execute(context, campaign, options);
            CampaignStatus end = context.getBean(RunRecorder.class).status();
            Path report = report(context, campaign, end);
            context.getBean(OwnersNotice.class).tell(end, report);
            return new RunResult(
                    exitCode(execution, ledger.store()),
                    end,
                    report,
                    campaign.reachesNobody() ? letters : null,
                    leftOut(context));
        } catch (IOException e) {
            throw new UncheckedIOException("the sandbox cannot be opened", e);
        } catch (RuntimeException e) {
            // Batch's own records go past what explains the ledger's.
            throw ledger.store().explain(e);
        }
    }

    private static List<RunResult.LeftOut> leftOut(ConfigurableApplicationContext context) {
        List<RunResult.LeftOut> first = new ArrayList<>();
        context.getBean(LedgerLetters.class)
                .forEachExclusion(
                        RunResult.MOST_LEFT_OUT, row -> first.add(new RunResult.LeftOut(row.line(), row.reason())));
        return first;
    }

    /** After the job, since it tells how the job ended. Letters have left: a report that fails is no failure of the run. */
    private @Nullable Path report(ConfigurableApplicationContext context, Campaign campaign, CampaignStatus end) {
        Path file = CampaignReporter.file(campaign);
        if (!DiskRoom.of(campaign.home().var()).isThere()) {
            // What is left belongs to the ledger, and the run has said so.
            return null;
        }
        try {
            JdbcClient jdbc = context.getBean(JdbcClient.class);
            CampaignReporter reporter = new CampaignReporter(
                    campaign,
                    new LedgerHistory(jdbc, campaign.name()),
                    new LedgerLetters(jdbc, campaign.name()),
                    ZoneId.systemDefault());
            PrivateFile.write(file, out -> reporter.write(end, ReportFormat.HTML, out, timing.instant()));
            return file;
        } catch (IOException | RuntimeException e) {
            LOG.warn("the report {} cannot be written", file, e);
            return null;
        }
    }

    private ConfigurableApplicationContext start(
            Campaign campaign, HomeLedger ledger, @Nullable SandboxServer sandbox) {
        return MailingContext.start(
                MailingJob.class, campaign, ledger, timing, stop, CampaignRelays.of(campaign, slots, sandbox));
    }

    private static JobExecution execute(ConfigurableApplicationContext context, Campaign campaign, RunOptions options) {
        JobRepository repository = context.getBean(JobRepository.class);
        JobOperator operator = context.getBean(JobOperator.class);
        Job job = context.getBean(Job.class);
        JobParameters parameters = new JobParametersBuilder()
                .addString("campaign", campaign.name(), true)
                .toJobParameters();
        context.getBean(Campaigns.class).alike(campaign.name()).ifPresent(other -> {
            throw new MendableException(
                    "campaign \"" + campaign.name() + "\" differs from \"" + other
                            + "\", which this home has already, in capital letters only; to go on with that one write its"
                            + " name as it is, for another mailing choose a name of its own",
                    ExitCodes.CONFIG);
        });
        JobInstance instance = repository.getJobInstance(MailingJob.NAME, parameters);
        @Nullable JobExecution last = instance == null ? null : repository.getLastJobExecution(instance);
        if (options.restart() && !isUnfinished(last, context.getBean(LedgerBook.class))) {
            throw new MendableException(
                    "campaign " + campaign.name() + " has nothing unfinished; write run instead of restart",
                    ExitCodes.USAGE);
        }
        if (!options.restart()) {
            context.getBean(Staleness.class).refuseStale();
        }
        if (last != null) {
            takeUp(operator, repository, last);
        }
        try {
            return operator.start(job, parameters);
        } catch (org.springframework.batch.core.job.JobExecutionException e) {
            throw new IllegalStateException("the job cannot be started", e);
        }
    }

    /** A campaign that was complete has something to send again where letters in doubt were put back. */
    private static boolean isUnfinished(@Nullable JobExecution last, LedgerBook book) {
        return last != null
                && (last.getStatus() != BatchStatus.COMPLETED || book.counts().open() > 0);
    }

    /** Makes the last execution one that Batch starts again after: one that a dead process left, or a complete one. */
    private static void takeUp(JobOperator operator, JobRepository repository, JobExecution last) {
        List<StepExecution> unknown = last.getStepExecutions().stream()
                .filter(step -> step.getStatus() == BatchStatus.UNKNOWN)
                .toList();
        boolean died = last.isRunning()
                || last.getStepExecutions().stream()
                        .map(StepExecution::getStatus)
                        .anyMatch(BatchStatus::isRunning);
        if (last.getStatus() == BatchStatus.UNKNOWN || !unknown.isEmpty()) {
            // A database server that went away in the middle: Batch would never start it again. The ledger is the
            // truth.
            unknown.forEach(step -> failed(repository, step));
            last.getStepExecutions().stream()
                    .filter(step -> step.getStatus().isRunning())
                    .forEach(step -> failed(repository, step));
            last.setStatus(BatchStatus.FAILED);
            last.setEndTime(last.getEndTime() == null ? last.getLastUpdated() : last.getEndTime());
            repository.update(last);
        } else if (died) {
            operator.recover(last);
        } else if (last.getStatus() == BatchStatus.COMPLETED) {
            // Contacts may have been added since, and letters in doubt be put back: a campaign is never closed for
            // good.
            last.setStatus(BatchStatus.STOPPED);
            repository.update(last);
        }
    }

    private static void failed(JobRepository repository, StepExecution step) {
        step.setStatus(BatchStatus.FAILED);
        step.setEndTime(step.getEndTime() == null ? step.getLastUpdated() : step.getEndTime());
        repository.update(step);
    }

    private int exitCode(JobExecution execution, LedgerStore store) {
        if (execution.getStatus() == BatchStatus.COMPLETED) {
            return ExitCodes.DONE;
        }
        Stop.Reason reason = stop.reason();
        if (reason != null) {
            return reason.exitCode();
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
