package org.facteur.job;

import org.facteur.campaign.Campaign;
import org.facteur.contact.Row;
import org.facteur.ledger.Attempts;
import org.facteur.ledger.DiskRoom;
import org.facteur.ledger.Enlistment;
import org.facteur.ledger.LedgerBook;
import org.facteur.ledger.Unanswered;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.batch.jdbc.autoconfigure.BatchJdbcAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The job {@code mailing}: settle, enlist, send, report. The campaign, the clock, the stop flag and the relays' clients are given to the
 * context before it starts.
 */
@Configuration(proxyBeanMethods = false)
@Import(MailingParts.class)
@ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    TransactionAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    FlywayAutoConfiguration.class,
    BatchJdbcAutoConfiguration.class
})
final class MailingJob {

    static final String NAME = "mailing";

    /** Rows to a transaction while enlisting: a sync each. */
    private static final int ENLIST_CHUNK = 500;

    @Bean
    Job mailing(JobRepository repository, Step settle, Step enlist, Step send, Step report, RunRecorder recorder) {
        return new JobBuilder(NAME, repository)
                .listener(recorder)
                .start(settle)
                .next(enlist)
                .next(send)
                .next(report)
                .build();
    }

    @Bean
    Step settle(
            JobRepository repository,
            PlatformTransactionManager transactions,
            Unanswered unanswered,
            Attempts attempts,
            Campaign campaign,
            Tally tally,
            Timing timing,
            MailLog log) {
        return new StepBuilder("settle", repository)
                .tasklet(new SettleTasklet(unanswered, attempts, campaign.onDoubt(), tally, timing, log), transactions)
                .allowStartIfComplete(true)
                .build();
    }

    @Bean
    Step enlist(
            JobRepository repository,
            PlatformTransactionManager transactions,
            Campaign campaign,
            Enlistment enlistment,
            EnlistPass pass,
            LedgerBook book,
            AsyncTaskExecutor cores,
            Tally tally,
            Stop stop,
            Timing timing,
            MailLog log) {
        EnlistWriter writer = new EnlistWriter(
                enlistment, pass, book, DiskRoom.of(campaign.home().var()), tally, stop, timing, log);
        return new StepBuilder("enlist", repository)
                .<Row, Enlistment.Entry>chunk(ENLIST_CHUNK)
                .transactionManager(transactions)
                .reader(new EnlistReader(campaign.contacts(), enlistment, pass, tally))
                .processor(new EnlistProcessor(enlistment, pass, log))
                .taskExecutor(cores)
                .writer(writer)
                .listener(writer)
                .listener(new KeptContext(repository))
                .allowStartIfComplete(true)
                .build();
    }

    /** No transaction: the ledger commits on its own connection, and none is held across SMTP or a pause. Nothing is retried by Batch. */
    @Bean
    Step send(
            JobRepository repository,
            Campaign campaign,
            SendReader reader,
            EnlistPass pass,
            AsyncTaskExecutor cores,
            Dispatch dispatch,
            SmtpWriter writer,
            SendGuard guard) {
        return new StepBuilder("send", repository)
                .<SendReader.Item, Assignment>chunk(campaign.pace().chunk())
                .transactionManager(new ResourcelessTransactionManager())
                .reader(reader)
                .processor(new LetterProcessor(pass::composer, dispatch))
                .taskExecutor(cores)
                .writer(writer)
                .listener(guard)
                .allowStartIfComplete(true)
                .build();
    }

    @Bean
    Step report(JobRepository repository, PlatformTransactionManager transactions, RunRecorder recorder) {
        return new StepBuilder("report", repository)
                .tasklet((contribution, context) -> recorder.checkSum(), transactions)
                .allowStartIfComplete(true)
                .build();
    }
}
