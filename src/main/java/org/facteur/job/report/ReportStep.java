package org.facteur.job.report;

import java.time.ZoneId;
import org.facteur.campaign.Campaign;
import org.facteur.dispatch.Dispatch;
import org.facteur.dispatch.Forecast;
import org.facteur.dispatch.Stop;
import org.facteur.job.run.MailLog;
import org.facteur.job.run.PlainStep;
import org.facteur.job.run.RunCounts;
import org.facteur.job.send.Head;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.LedgerBook;
import org.facteur.ledger.LedgerHistory;
import org.facteur.ledger.LedgerLetters;
import org.facteur.ledger.PutBack;
import org.facteur.ledger.ReturnHistory;
import org.facteur.ledger.store.LedgerStore;
import org.facteur.pace.Timing;
import org.facteur.report.CampaignReporter;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Step {@code report}: whether the totals add up, where the campaign stands now, and its page. */
@Configuration(proxyBeanMethods = false)
public final class ReportStep {

    @Bean
    RunRecorder recorder(
            Campaign campaign,
            Campaigns campaigns,
            LedgerBook book,
            ReturnHistory returns,
            JdbcClient jdbc,
            LedgerStore store,
            Dispatch dispatch,
            Forecast forecast,
            RunCounts counts,
            Stop stop,
            Timing timing,
            MailLog log,
            Head head) {
        PutBack putBack = new PutBack(jdbc, campaign.name());
        return new RunRecorder(
                campaign, campaigns, book, returns, putBack, store, dispatch, forecast, counts, stop, timing, log,
                head);
    }

    @Bean
    ReportTasklet reportTasklet(
            Campaign campaign,
            RunRecorder recorder,
            JdbcClient jdbc,
            LedgerLetters letters,
            ReturnHistory returns,
            Timing timing) {
        CampaignReporter reporter = new CampaignReporter(
                campaign, new LedgerHistory(jdbc, campaign.name()), letters, returns, ZoneId.systemDefault());
        return new ReportTasklet(campaign, recorder, reporter, timing);
    }

    /** No transaction: over a million rows it would be a long one. */
    @Bean
    Step report(JobRepository repository, ReportTasklet reportTasklet) {
        PlainStep step = new PlainStep("report", repository, reportTasklet);
        step.registerStepExecutionListener(reportTasklet);
        return step;
    }
}
