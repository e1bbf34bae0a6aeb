package org.facteur.job.check;

import org.facteur.campaign.Campaign;
import org.facteur.dispatch.Stop;
import org.facteur.job.errand.CanaryLetters;
import org.facteur.job.run.MailLog;
import org.facteur.job.run.PlainStep;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.LedgerBook;
import org.facteur.ledger.SuppressionList;
import org.facteur.pace.Timing;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Step {@code check}: would the letters break, look like spam, or not be believed? Asked before the first of them leaves. */
@Configuration(proxyBeanMethods = false)
public final class CheckStep {

    @Bean
    CheckTasklet checkTasklet(
            Campaign campaign,
            LedgerBook book,
            SuppressionList suppressions,
            Campaigns campaigns,
            CanaryLetters canaries,
            Stop stop,
            Timing timing,
            MailLog log) {
        return new CheckTasklet(campaign, book, suppressions, campaigns, canaries, stop, timing, log);
    }

    /** No transaction: it asks servers. */
    @Bean
    Step check(JobRepository repository, CheckTasklet checkTasklet) {
        PlainStep step = new PlainStep("check", repository, checkTasklet);
        step.registerStepExecutionListener(checkTasklet);
        return step;
    }
}
