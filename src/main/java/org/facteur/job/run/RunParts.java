package org.facteur.job.run;

import javax.sql.DataSource;
import org.facteur.campaign.Campaign;
import org.facteur.dispatch.ProviderLookup;
import org.facteur.dispatch.Stop;
import org.facteur.ledger.Attempts;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.DomainProviders;
import org.facteur.ledger.Ledger;
import org.facteur.ledger.LedgerBook;
import org.facteur.ledger.LedgerLetters;
import org.facteur.ledger.ReturnHistory;
import org.facteur.ledger.Standings;
import org.facteur.ledger.SuppressionList;
import org.facteur.ledger.store.LedgerStore;
import org.facteur.pace.Timing;
import org.facteur.verdict.ReplyClassifier;
import org.facteur.verdict.RuleClassifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The ledger as a run uses it, its log, its counts, and what it knows of replies and providers. */
@Configuration(proxyBeanMethods = false)
@Import(JdbcParts.class)
public final class RunParts {

    @Bean
    Ledger ledger(DataSource dataSource, LedgerStore store, Campaign campaign, Timing timing, Stop stop) {
        return Ledger.writer(dataSource, store, new Outage(campaign, timing, stop));
    }

    @Bean
    LedgerBook book(JdbcClient jdbc, Campaign campaign) {
        return new LedgerBook(jdbc, campaign.name());
    }

    @Bean
    Campaigns campaigns(JdbcClient jdbc) {
        return new Campaigns(jdbc);
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
    ReplyClassifier replies(Campaign campaign) {
        return RuleClassifier.with(campaign.replies());
    }

    @Bean
    LedgerLetters letters(JdbcClient jdbc, Campaign campaign) {
        return new LedgerLetters(jdbc, campaign.name());
    }

    @Bean
    ReturnHistory returns(JdbcClient jdbc, Campaign campaign) {
        return new ReturnHistory(jdbc, campaign.name());
    }

    @Bean
    SuppressionList suppressions(JdbcTemplate jdbc) {
        return new SuppressionList(jdbc);
    }

    @Bean
    RunCounts counts() {
        return new RunCounts();
    }

    @Bean
    MailLog mailLog(Campaign campaign) {
        return new MailLog(campaign.name());
    }
}
