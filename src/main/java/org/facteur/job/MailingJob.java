package org.facteur.job;

import java.util.function.Function;
import javax.sql.DataSource;
import org.facteur.campaign.Campaign;
import org.facteur.contact.Row;
import org.facteur.ledger.Attempts;
import org.facteur.ledger.CampaignRow;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.DomainProviders;
import org.facteur.ledger.Enlistment;
import org.facteur.ledger.Ledger;
import org.facteur.ledger.LedgerBook;
import org.facteur.ledger.Standings;
import org.facteur.relay.Relay;
import org.facteur.relay.RelayClient;
import org.facteur.verdict.RuleClassifier;
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
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The job {@code mailing}: settle, enlist, send, report. The campaign, the clock, the stop flag and the relays' clients are given to the
 * context before it starts.
 */
@Configuration(proxyBeanMethods = false)
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
            LedgerBook book,
            Campaign campaign,
            Timing timing,
            MailLog log) {
        return new StepBuilder("settle", repository)
                .tasklet(new SettleTasklet(book, campaign.onDoubt(), timing, log), transactions)
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
            Timing timing,
            MailLog log) {
        EnlistWriter writer = new EnlistWriter(enlistment, pass, book, timing, log);
        return new StepBuilder("enlist", repository)
                .<Row, Enlistment.Entry>chunk(ENLIST_CHUNK)
                .transactionManager(transactions)
                .reader(new EnlistReader(campaign.contacts(), enlistment, pass))
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
    Step report(JobRepository repository, PlatformTransactionManager transactions, RunRecorder recorder) {
        return new StepBuilder("report", repository)
                .tasklet((contribution, context) -> recorder.checkSum(), transactions)
                .allowStartIfComplete(true)
                .build();
    }

    @Bean
    Campaigns campaigns(JdbcClient jdbc) {
        return new Campaigns(jdbc);
    }

    @Bean
    LedgerBook book(JdbcClient jdbc, Campaign campaign) {
        return new LedgerBook(jdbc, campaign.name());
    }

    @Bean
    Enlistment enlistment(JdbcTemplate jdbc, Campaign campaign) {
        return new Enlistment(jdbc, campaign.name());
    }

    @Bean
    EnlistPass pass(Campaign campaign, Campaigns campaigns, Timing timing) {
        return new EnlistPass(
                campaign,
                timing,
                campaigns.find(campaign.name()).map(CampaignRow::enlisted).orElse(null));
    }

    @Bean
    Attempts attempts(JdbcClient jdbc) {
        return new Attempts(jdbc);
    }

    @Bean
    Standings standings(JdbcClient jdbc) {
        return new Standings(jdbc);
    }

    @Bean
    Staleness staleness(Campaign campaign, Campaigns campaigns, LedgerBook book, Attempts attempts, Timing timing) {
        return new Staleness(campaign, campaigns, book, attempts, timing);
    }

    @Bean
    DomainProviders domainProviders(JdbcTemplate jdbc) {
        return new DomainProviders(jdbc);
    }

    @Bean
    ProviderLookup providers(DomainProviders kept, Timing timing) {
        ProviderLookup providers = new ProviderLookup();
        providers.load(kept, timing);
        return providers;
    }

    @Bean
    Dispatch dispatch(Campaign campaign, ProviderLookup providers, Timing timing, Stop stop) {
        return new Dispatch(campaign, new Receivers(campaign.pace().perDomain(), providers), timing, stop);
    }

    @Bean
    Forecast forecast(Dispatch dispatch, Timing timing) {
        return new Forecast(dispatch, timing);
    }

    @Bean
    SendReader sendReader(LedgerBook book, Dispatch dispatch, Forecast forecast, Campaign campaign, Stop stop) {
        return new SendReader(book, dispatch, forecast, campaign.pace(), stop, new java.util.Random());
    }

    @Bean
    Reactions reactions(Dispatch dispatch, Ledger ledger, Attempts attempts, Stop stop, MailLog log) {
        return new Reactions(dispatch, ledger, attempts, stop, log);
    }

    @Bean
    Ledger ledger(DataSource dataSource, Campaign campaign) {
        return LedgerBook.writer(dataSource, campaign.home().ledger());
    }

    @Bean
    SmtpWriter writer(
            Campaign campaign,
            Dispatch dispatch,
            Ledger ledger,
            Reactions reactions,
            Stop stop,
            Tally tally,
            Timing timing,
            MailLog log,
            Function<Relay, RelayClient> clients) {
        LetterDelivery delivery = new LetterDelivery(
                campaign,
                dispatch,
                ledger,
                new Judge(campaign, RuleClassifier.with(campaign.replies())),
                reactions,
                tally,
                timing,
                log);
        int connections = campaign.relays().stream()
                .mapToInt(route -> route.relay().connections())
                .sum();
        return new SmtpWriter(dispatch, delivery, stop, clients, connections);
    }

    @Bean
    SendGuard guard(
            LedgerBook book,
            Attempts attempts,
            Standings standings,
            Dispatch dispatch,
            Reactions reactions,
            SendReader reader,
            Stop stop,
            Tally tally,
            Timing timing,
            Campaign campaign,
            ProviderLookup providers,
            DomainProviders kept) {
        Runnable lookUp = () -> providers.ask(kept, campaign, timing);
        return new SendGuard(book, attempts, standings, lookUp, dispatch, reactions, reader, stop, tally, timing);
    }

    @Bean
    RunRecorder recorder(
            Campaign campaign,
            Campaigns campaigns,
            LedgerBook book,
            SendReader reader,
            Forecast forecast,
            Stop stop,
            Timing timing,
            MailLog log) {
        return new RunRecorder(campaign, campaigns, book, reader, forecast, stop, timing, log);
    }

    @Bean
    Tally tally() {
        return new Tally();
    }

    @Bean
    MailLog mailLog(Campaign campaign) {
        return new MailLog(campaign.name());
    }
}
