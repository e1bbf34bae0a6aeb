package org.facteur.job.settle;

import org.facteur.campaign.Campaign;
import org.facteur.job.run.MailLog;
import org.facteur.job.run.RunCounts;
import org.facteur.ledger.Attempts;
import org.facteur.ledger.Rehearsal;
import org.facteur.ledger.SuppressionList;
import org.facteur.ledger.Unanswered;
import org.facteur.pace.Timing;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Step {@code settle}. */
@Configuration(proxyBeanMethods = false)
public final class SettleStep {

    @Bean
    Step settle(
            JobRepository repository,
            PlatformTransactionManager transactions,
            JdbcClient jdbc,
            Attempts attempts,
            SuppressionList suppressions,
            Campaign campaign,
            RunCounts counts,
            Timing timing,
            MailLog log) {
        Unanswered unanswered = new Unanswered(jdbc, campaign.name());
        Rehearsal rehearsal = new Rehearsal(jdbc, campaign.name());
        return new StepBuilder("settle", repository)
                .tasklet(
                        new SettleTasklet(unanswered, attempts, rehearsal, suppressions, campaign, counts, timing, log),
                        transactions)
                .allowStartIfComplete(true)
                .build();
    }
}
