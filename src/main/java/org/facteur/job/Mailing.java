package org.facteur.job;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.facteur.campaign.Campaign;
import org.facteur.job.check.CheckTasklet;
import org.facteur.job.cluster.Handover;
import org.facteur.job.errand.OwnersNotice;
import org.facteur.job.report.ReportTasklet;
import org.facteur.job.report.RunRecorder;
import org.facteur.job.run.JobReason;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.LedgerBook;
import org.facteur.ledger.LedgerLetters;
import org.facteur.ledger.ReturnHistory;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;
import org.facteur.report.CampaignStatus;
import org.facteur.report.Statuses;
import org.facteur.verdict.Category;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The job of a campaign, ready to be started or taken up, and those who have to do with a run from outside its steps. */
record Mailing(
        Campaign campaign,
        Job job,
        JobRepository repository,
        JobOperator operator,
        JdbcClient jdbc,
        LedgerBook book,
        Campaigns campaigns,
        LedgerLetters ledgerLetters,
        Staleness staleness,
        ProgressTicker ticker,
        RunRecorder recorder,
        CheckTasklet check,
        ReportTasklet report,
        OwnersNotice notice,
        Handover handover) {

    /** @throws MendableException when there is nothing to restart, or what there is has lain still for too long */
    JobExecution start(RunOptions options) {
        JobParameters parameters = new JobParametersBuilder()
                .addString("campaign", campaign.name(), true)
                .toJobParameters();
        campaigns.alike(campaign.name()).ifPresent(other -> {
            throw new MendableException(JobReason.ALIKE.of(campaign.name(), other), ExitCodes.CONFIG);
        });
        JobInstance instance = repository.getJobInstance(job.getName(), parameters);
        @Nullable JobExecution last = instance == null ? null : repository.getLastJobExecution(instance);
        if (options.restart() && !isUnfinished(last)) {
            throw new MendableException(JobReason.RESTART.of(campaign.name()), ExitCodes.USAGE);
        }
        if (!options.restart()) {
            staleness.refuseStale();
        }
        if (!options.check()) {
            check.skip();
        }
        if (last != null) {
            takeUp(last);
        }
        try {
            return operator.start(job, parameters);
        } catch (JobExecutionException e) {
            throw new IllegalStateException("the job cannot be started", e);
        }
    }

    /** A campaign that was complete has something to send again where letters in doubt were put back. */
    private boolean isUnfinished(@Nullable JobExecution last) {
        return last != null && (last.getStatus() != BatchStatus.COMPLETED || book.hasOpen());
    }

    /** Makes the last execution one that Batch starts again after: one that a dead process left, or a complete one. */
    private void takeUp(JobExecution last) {
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
            unknown.forEach(this::failed);
            last.getStepExecutions().stream()
                    .filter(step -> step.getStatus().isRunning())
                    .forEach(this::failed);
            last.setStatus(BatchStatus.FAILED);
            if (last.getEndTime() == null && last.getLastUpdated() != null) {
                last.setEndTime(last.getLastUpdated());
            }
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

    private void failed(StepExecution step) {
        step.setStatus(BatchStatus.FAILED);
        if (step.getEndTime() == null && step.getLastUpdated() != null) {
            step.setEndTime(step.getLastUpdated());
        }
        repository.update(step);
    }

    /** Where the home's other campaigns stand. */
    List<CampaignStatus> others() {
        return campaigns.all().stream()
                .filter(row -> !row.name().equals(campaign.name()))
                .map(row -> Statuses.beside(row, new LedgerBook(jdbc, row.name()), new ReturnHistory(jdbc, row.name())))
                .toList();
    }

    /** The first rows of the contacts file that are not written to. */
    List<RunResult.LeftOut> leftOut() {
        List<RunResult.LeftOut> first = new ArrayList<>();
        ledgerLetters.forEachExclusion(
                RunResult.MOST_LEFT_OUT, row -> first.add(new RunResult.LeftOut(row.line(), row.reason())));
        return first;
    }

    /** Letters that stay refused for what may be no fault of their addresses. */
    Map<Category, Long> refusedForOurs() {
        Map<Category, Long> ours = new EnumMap<>(Category.class);
        book.refused().forEach((category, letters) -> {
            if (category.fault().mayBeOurs()) {
                ours.put(category, letters);
            }
        });
        return ours;
    }
}
