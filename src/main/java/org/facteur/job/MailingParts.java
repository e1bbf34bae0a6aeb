package org.facteur.job;

import java.util.function.Function;
import javax.sql.DataSource;
import org.facteur.campaign.Campaign;
import org.facteur.ledger.Attempts;
import org.facteur.ledger.CampaignRow;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.DomainProviders;
import org.facteur.ledger.Enlistment;
import org.facteur.ledger.Ledger;
import org.facteur.ledger.LedgerBook;
import org.facteur.ledger.LedgerStore;
import org.facteur.ledger.LogEnd;
import org.facteur.ledger.Standings;
import org.facteur.ledger.Unanswered;
import org.facteur.relay.Relay;
import org.facteur.relay.RelayClient;
import org.facteur.verdict.RuleClassifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** What the steps of {@link MailingJob} are made of: the ledger's readers and writer, and what chooses, sends and judges letters. */
@Configuration(proxyBeanMethods = false)
final class MailingParts {

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
    Campaigns campaigns(JdbcClient jdbc) {
        return new Campaigns(jdbc);
    }

    @Bean
    LedgerBook book(JdbcClient jdbc, Campaign campaign) {
        return new LedgerBook(jdbc, campaign.name());
    }

    @Bean
    Unanswered unanswered(JdbcClient jdbc, Campaign campaign) {
        return new Unanswered(jdbc, campaign.name());
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
    Ledger ledger(DataSource dataSource, LedgerStore store, LogEnd end) {
        return Ledger.writer(dataSource, store, end);
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
        Runnable lookUp = () -> providers.ask(kept, book, campaign, timing);
        return new SendGuard(book, attempts, standings, lookUp, dispatch, reactions, reader, stop, tally, timing);
    }

    @Bean
    RunRecorder recorder(
            Campaign campaign,
            Campaigns campaigns,
            LedgerBook book,
            LedgerStore store,
            SendReader reader,
            Forecast forecast,
            Tally tally,
            Stop stop,
            Timing timing,
            MailLog log) {
        return new RunRecorder(campaign, campaigns, book, store, reader, forecast, tally, stop, timing, log);
    }

    @Bean
    Errands errands(
            Campaign campaign,
            Attempts attempts,
            Standings standings,
            ProviderLookup providers,
            Ledger ledger,
            Function<Relay, RelayClient> clients,
            Stop stop,
            Timing timing,
            MailLog log) {
        Room room = new Room(campaign, attempts, standings, providers);
        RuleClassifier classifier = RuleClassifier.with(campaign.replies());
        return new Errands(campaign, room, ledger, classifier, clients, stop, timing, log);
    }

    @Bean
    OwnersNotice notice(Campaign campaign, Errands errands, Tally tally, Timing timing) {
        return new OwnersNotice(campaign, errands, tally, timing);
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
