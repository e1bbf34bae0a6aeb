package org.facteur.job.report;

import java.time.Instant;
import org.facteur.campaign.Campaign;
import org.facteur.dispatch.Dispatch;
import org.facteur.dispatch.Forecast;
import org.facteur.dispatch.PlanSummary;
import org.facteur.dispatch.Stop;
import org.facteur.dispatch.queue.Choice;
import org.facteur.home.HomeException;
import org.facteur.job.run.JobReason;
import org.facteur.job.run.MailLog;
import org.facteur.job.run.RunCounts;
import org.facteur.job.run.RunProgress;
import org.facteur.job.send.Head;
import org.facteur.ledger.CampaignState;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.Counts;
import org.facteur.ledger.LedgerBook;
import org.facteur.ledger.PutBack;
import org.facteur.ledger.ReturnHistory;
import org.facteur.ledger.store.LedgerStore;
import org.facteur.pace.Timing;
import org.facteur.reason.Mendable;
import org.facteur.reason.Reason;
import org.facteur.reason.Reasoned;
import org.facteur.report.CampaignStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.listener.JobExecutionListener;
import org.springframework.batch.core.step.StepExecution;

/** Writes into the ledger that a run began, and how it ended. */
public final class RunRecorder implements JobExecutionListener {

    /** Characters of the job repository's column. */
    static final int LONGEST_EXIT = 2500;

    private final Campaign campaign;
    private final Campaigns campaigns;
    private final LedgerBook book;
    private final ReturnHistory returns;
    private final PutBack putBack;
    private final LedgerStore store;
    private final Dispatch dispatch;
    private final Forecast forecast;
    private final RunCounts counts;
    private final Stop stop;
    private final Timing timing;
    private final MailLog log;
    private final Head head;
    private Instant began = Instant.MAX;
    private long writer;
    private @Nullable CampaignStatus status;

    RunRecorder(
            Campaign campaign,
            Campaigns campaigns,
            LedgerBook book,
            ReturnHistory returns,
            PutBack putBack,
            LedgerStore store,
            Dispatch dispatch,
            Forecast forecast,
            RunCounts counts,
            Stop stop,
            Timing timing,
            MailLog log,
            Head head) {
        this.campaign = campaign;
        this.campaigns = campaigns;
        this.book = book;
        this.returns = returns;
        this.putBack = putBack;
        this.store = store;
        this.dispatch = dispatch;
        this.forecast = forecast;
        this.counts = counts;
        this.stop = stop;
        this.timing = timing;
        this.log = log;
        this.head = head;
    }

    /** Before anybody looks at the run: the letters of a campaign that is taken up are there from the first look on. */
    public void opens() {
        writer = campaigns.newestWriter();
        counts.start(RunProgress.Stage.ENLIST, book::quickCounts);
    }

    /** Since it was opened. */
    public void othersWrote() {
        counts.outdated();
    }

    @Override
    public void beforeJob(JobExecution execution) {
        began = timing.instant();
        counts.start(RunProgress.Stage.ENLIST, book::quickCounts);
        log.started(campaigns.find(campaign.name()).isPresent());
        campaigns.stands(campaign.name(), CampaignState.RUNNING, null, null, timing.instant());
    }

    /** Totals must add up: each row is in exactly one place. */
    void checkSum() {
        CampaignStatus now = status(CampaignState.RUNNING, null, null, null);
        if (!now.addsUp()) {
            throw new IllegalStateException(
                    now.rows() + " rows, but " + now.counts().sum() + " are accounted for");
        }
    }

    /** Where the campaign stands now that no more letters leave. */
    CampaignStatus end() {
        Stop.Cause cause = stop.cause();
        if (cause != null) {
            return stands(cause.failed() ? CampaignState.FAILED : CampaignState.STOPPED, cause.reason(), null);
        } else if (!book.hasOpen()) {
            return stands(CampaignState.COMPLETED, campaign.reachesNobody() ? JobReason.REHEARSAL.of() : null, null);
        }
        Choice.Wait waits = dispatch.waits();
        return waits == null
                ? stands(CampaignState.PAUSED, JobReason.LEFT.of(), null)
                : stands(
                        CampaignState.PAUSED, waits.reason(), waits.until().equals(Instant.MAX) ? null : waits.until());
    }

    @Override
    public void afterJob(JobExecution execution) {
        for (StepExecution step : execution.getStepExecutions()) {
            if (step.getStatus() == BatchStatus.STOPPED || step.getStatus() == BatchStatus.FAILED) {
                execution.setExitStatus(step.getExitStatus());
            }
        }
        if (status == null) {
            // A step before the report was stopped, or failed.
            Stop.Cause cause = stop.cause();
            status = cause == null
                    ? stands(CampaignState.FAILED, failure(execution), null)
                    : stands(cause.failed() ? CampaignState.FAILED : CampaignState.STOPPED, cause.reason(), null);
            if (status.reason() != null) {
                // Batch has a stack there, in English.
                execution.setExitStatus(new ExitStatus(
                        execution.getExitStatus().getExitCode(), status.reason().toKept(LONGEST_EXIT)));
            }
        }
        log.ended(status);
    }

    private Reason failure(JobExecution execution) {
        return execution.getAllFailureExceptions().stream()
                .findFirst()
                .map(failure -> Reasoned.of(Mendable.causeOf(explained(failure, store))))
                .orElseGet(JobReason.FAILED::of);
    }

    private CampaignStatus stands(CampaignState state, @Nullable Reason reason, @Nullable Instant resumeAt) {
        // What a ledger that fails can no longer count is told without.
        status = new CampaignStatus(campaign.name(), state, reason, resumeAt, 0, Counts.NONE, null);
        boolean looked = forecast.latest().isPresent();
        @Nullable PlanSummary plan = looked && book.hasOpen() ? forecast.look().orElse(null) : null;
        if (campaigns.newestWriter() == writer) {
            putBackRefused(stop.cause());
            campaigns.stands(campaign.name(), state, reason, resumeAt, timing.instant());
            campaigns.foresee(campaign.name(), plan == null ? null : plan.toLedger());
        }
        status = status(state, reason, resumeAt, plan);
        return status;
    }

    /** Where the ledger is kept may be the reason. */
    public static Throwable explained(Throwable failure, LedgerStore store) {
        return HomeException.explain(
                failure instanceof RuntimeException unchecked ? store.explain(unchecked) : failure);
    }

    /** It was the letter's or the sender's fault, and the owner is about to mend it: nobody is to do without for that. */
    private void putBackRefused(Stop.@Nullable Cause cause) {
        if (cause != null && !cause.refusedFor().isEmpty()) {
            log.putBack(putBack.refusedSince(began, cause.refusedFor(), timing.instant()), cause.refusedFor());
        }
    }

    private CampaignStatus status(
            CampaignState state, @Nullable Reason reason, @Nullable Instant resumeAt, @Nullable PlanSummary plan) {
        return new CampaignStatus(
                campaign.name(),
                state,
                reason,
                resumeAt,
                book.rows(),
                book.counts(),
                plan,
                returns.counts(),
                head.workers());
    }

    /** Where the campaign stands as the run has left it. */
    public CampaignStatus status() {
        return status == null ? CampaignStatus.none(campaign.name()) : status;
    }
}
