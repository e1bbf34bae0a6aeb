package org.facteur.job.errand;

import org.facteur.campaign.Campaign;
import org.facteur.dispatch.Allowance;
import org.facteur.dispatch.ProviderLookup;
import org.facteur.dispatch.Stop;
import org.facteur.job.run.CampaignRelays;
import org.facteur.job.run.MailLog;
import org.facteur.job.run.RunCounts;
import org.facteur.job.run.RunParts;
import org.facteur.ledger.Attempts;
import org.facteur.ledger.Ledger;
import org.facteur.ledger.Standings;
import org.facteur.ledger.SuppressionList;
import org.facteur.pace.Timing;
import org.facteur.verdict.ReplyClassifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What sends letters to others than the recipients. */
@Configuration(proxyBeanMethods = false)
@Import(RunParts.class)
public final class ErrandParts {

    @Bean
    Errands errands(
            Campaign campaign,
            Attempts attempts,
            PlatformTransactionManager transactions,
            Standings standings,
            ProviderLookup providers,
            Ledger ledger,
            ReplyClassifier replies,
            CampaignRelays relays,
            Stop stop,
            Timing timing,
            MailLog log) {
        Allowance allowance = new Allowance(campaign, attempts, standings, providers);
        return new Errands(
                campaign,
                allowance,
                ledger,
                attempts,
                new TransactionTemplate(transactions),
                replies,
                relays,
                stop,
                timing,
                log);
    }

    @Bean
    CanaryLetters canaryLetters(
            Campaign campaign, Errands errands, SuppressionList suppressions, Stop stop, Timing timing) {
        return new CanaryLetters(campaign, errands, suppressions, stop, timing);
    }

    @Bean
    OwnersNotice notice(Campaign campaign, Errands errands, RunCounts counts, Timing timing) {
        return new OwnersNotice(campaign, errands, counts, timing);
    }
}
