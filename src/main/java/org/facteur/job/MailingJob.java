package org.facteur.job;

import org.facteur.campaign.Campaign;
import org.facteur.dispatch.Dispatch;
import org.facteur.dispatch.Forecast;
import org.facteur.dispatch.Stop;
import org.facteur.job.check.CheckStep;
import org.facteur.job.check.CheckTasklet;
import org.facteur.job.cluster.Handover;
import org.facteur.job.enlist.EnlistStep;
import org.facteur.job.errand.ErrandParts;
import org.facteur.job.errand.OwnersNotice;
import org.facteur.job.report.ReportStep;
import org.facteur.job.report.ReportTasklet;
import org.facteur.job.report.RunRecorder;
import org.facteur.job.run.BatchParts;
import org.facteur.job.run.RunCounts;
import org.facteur.job.run.RunParts;
import org.facteur.job.send.Head;
import org.facteur.job.send.SendStep;
import org.facteur.job.settle.SettleStep;
import org.facteur.ledger.Attempts;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.LedgerBook;
import org.facteur.ledger.LedgerLetters;
import org.facteur.ledger.ReturnHistory;
import org.facteur.ledger.store.LedgerStore;
import org.facteur.pace.Timing;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * The job {@code mailing}: settle, enlist, check, send, report. The campaign, the clock, the stop flag and the relays' clients are given to the
 * context before it starts.
 */
@Configuration(proxyBeanMethods = false)
@Import({
    RunParts.class,
    BatchParts.class,
    SettleStep.class,
    EnlistStep.class,
    CheckStep.class,
    SendStep.class,
    ReportStep.class,
    ErrandParts.class
})
public final class MailingJob {

    private static final String NAME = "mailing";

    @Bean
    Job mailing(
            JobRepository repository,
            Step settle,
            Step enlist,
            Step check,
            Step send,
            Step report,
            RunRecorder recorder) {
        return new JobBuilder(NAME, repository)
                .listener(recorder)
                .start(settle)
                .next(enlist)
                .next(check)
                .next(send)
                .next(report)
                .build();
    }

    /** What is merged is merged on all cores; a chunk is read before, and written after all of it has been. */
    @Bean
    ThreadPoolTaskExecutor cores() {
        ThreadPoolTaskExecutor cores = new ThreadPoolTaskExecutor();
        cores.setCorePoolSize(Runtime.getRuntime().availableProcessors());
        cores.setThreadNamePrefix("merge-");
        cores.setDaemon(true);
        return cores;
    }

    @Bean
    Staleness staleness(Campaign campaign, Campaigns campaigns, LedgerBook book, Attempts attempts, Timing timing) {
        return new Staleness(campaign, campaigns, book, attempts, timing);
    }

    @Bean
    ProgressTicker ticker(
            Campaign campaign,
            ReturnHistory returns,
            RunCounts counts,
            Dispatch dispatch,
            Forecast forecast,
            Timing timing,
            Head head) {
        return new ProgressTicker(campaign, returns, counts, dispatch, forecast, timing, head);
    }

    @Bean
    Handover handover(Campaign campaign, LedgerStore store, JdbcTemplate jdbc, Stop stop, Timing timing) {
        return new Handover(campaign, store, jdbc, stop, timing);
    }

    @Bean
    Mailing run(
            Campaign campaign,
            Job mailing,
            JobRepository repository,
            JobOperator operator,
            JdbcClient jdbc,
            LedgerBook book,
            Campaigns campaigns,
            LedgerLetters letters,
            Staleness staleness,
            ProgressTicker ticker,
            RunRecorder recorder,
            CheckTasklet check,
            ReportTasklet report,
            OwnersNotice notice,
            Handover handover) {
        return new Mailing(
                campaign,
                mailing,
                repository,
                operator,
                jdbc,
                book,
                campaigns,
                letters,
                staleness,
                ticker,
                recorder,
                check,
                report,
                notice,
                handover);
    }
}
