package org.facteur.job.enlist;

import org.facteur.campaign.Campaign;
import org.facteur.dispatch.Stop;
import org.facteur.job.run.MailLog;
import org.facteur.job.run.RunCounts;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.Enlistment;
import org.facteur.ledger.LedgerBook;
import org.facteur.ledger.LedgerLetters;
import org.facteur.ledger.SuppressionList;
import org.facteur.ledger.store.DiskRoom;
import org.facteur.pace.Timing;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** Step {@code enlist}: each row is validated and its letter merged once, before the first letter leaves. */
@Configuration(proxyBeanMethods = false)
public final class EnlistStep {

    /**
     * Writes the restored execution context down at once. Batch restores it in memory but persists it empty until the first commit: a
     * second kill before that would restart from the first row.
     */
    private record RestoredContext(JobRepository repository) implements StepExecutionListener {

        @Override
        public void beforeStep(StepExecution step) {
            repository.updateExecutionContext(step);
        }
    }

    /** Rows to a transaction: a sync each. */
    private static final int CHUNK = 500;

    @Bean
    Enlistment enlistment(JdbcTemplate jdbc, Campaign campaign) {
        return new Enlistment(jdbc, campaign.name());
    }

    @Bean
    EnlistPass pass(Campaign campaign, Campaigns campaigns) {
        return new EnlistPass(campaign, () -> campaigns.enlisted(campaign.name()));
    }

    @Bean
    Step enlist(
            JobRepository repository,
            PlatformTransactionManager transactions,
            Campaign campaign,
            Enlistment enlistment,
            EnlistPass pass,
            SuppressionList suppressions,
            LedgerBook book,
            LedgerLetters letters,
            AsyncTaskExecutor cores,
            RunCounts counts,
            Stop stop,
            Timing timing,
            MailLog log) {
        EnlistWriter writer = new EnlistWriter(
                enlistment, pass, book, letters, DiskRoom.of(campaign.home().var()), counts, stop, timing, log);
        return new StepBuilder("enlist", repository)
                .<EnlistItem, EnlistItem>chunk(CHUNK)
                .transactionManager(transactions)
                .reader(new EnlistReader(campaign.contacts(), enlistment, pass, suppressions, counts, CHUNK))
                .processor(new EnlistProcessor(pass, log))
                .taskExecutor(cores)
                .writer(writer)
                .listener(writer)
                .listener(new RestoredContext(repository))
                .allowStartIfComplete(true)
                .build();
    }
}
