package org.facteur.job.send;

import java.util.Random;
import org.facteur.campaign.Campaign;
import org.facteur.dispatch.Dispatch;
import org.facteur.dispatch.Forecast;
import org.facteur.dispatch.ProviderLimits;
import org.facteur.dispatch.ProviderLookup;
import org.facteur.dispatch.Stop;
import org.facteur.job.enlist.EnlistPass;
import org.facteur.job.run.CampaignRelays;
import org.facteur.job.run.MailLog;
import org.facteur.job.run.RunCounts;
import org.facteur.ledger.Attempts;
import org.facteur.ledger.DomainProviders;
import org.facteur.ledger.Enlistment;
import org.facteur.ledger.Ledger;
import org.facteur.ledger.LedgerBook;
import org.facteur.ledger.Standings;
import org.facteur.pace.Timing;
import org.facteur.verdict.ReplyClassifier;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ItemProcessor;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;

/**
 * Step {@code send}: letters that are due are read from the ledger, merged, and sent. No transaction: the ledger commits on its own
 * connection, and none is held across SMTP or a pause. Nothing is retried by Batch.
 */
@Configuration(proxyBeanMethods = false)
public final class SendStep {

    @Bean
    Dispatch dispatch(Campaign campaign, ProviderLookup providers, Timing timing, Stop stop) {
        return new Dispatch(campaign, new ProviderLimits(campaign.pace().perDomain(), providers), timing, stop);
    }

    @Bean
    Forecast forecast(Dispatch dispatch, Timing timing) {
        return new Forecast(dispatch, timing);
    }

    @Bean
    Reactions reactions(
            Campaign campaign, Dispatch dispatch, Ledger ledger, Attempts attempts, Stop stop, MailLog log) {
        RunRefusals refusals = new RunRefusals(campaign.name(), attempts, stop, log);
        return new Reactions(dispatch, ledger, attempts, refusals, stop, log);
    }

    @Bean
    SmtpWriter writer(
            Campaign campaign,
            Dispatch dispatch,
            Ledger ledger,
            ReplyClassifier replies,
            EnlistPass pass,
            Reactions reactions,
            Stop stop,
            RunCounts counts,
            Timing timing,
            MailLog log,
            CampaignRelays relays,
            ObjectProvider<GrantDesk> desk) {
        OutcomePolicy policy = new OutcomePolicy(campaign, replies);
        RunListener listener = new RunListener(dispatch, reactions, counts, timing);
        GrantDesk head = desk.getIfAvailable();
        SmtpWriter.Carrier carrier = head == null
                ? new LetterDelivery(campaign, ledger, policy, listener, timing, log, pass::largestLetter)
                : new GrantCarrier(campaign, head, policy, listener, timing, log);
        int connections = campaign.relays().stream()
                .mapToInt(route -> route.relay().connections())
                .sum();
        return new SmtpWriter(dispatch, carrier, stop, relays, connections);
    }

    /** Where no other part of the run is one. */
    @Bean
    @Fallback
    Head nobody() {
        return Head.NOBODY;
    }

    @Bean
    SendStepListener sendStepListener(
            LedgerBook book,
            Attempts attempts,
            Standings standings,
            Dispatch dispatch,
            Reactions reactions,
            Enlistment enlistment,
            RunCounts counts,
            Stop stop,
            Timing timing,
            Campaign campaign,
            ProviderLookup providers,
            DomainProviders kept) {
        Runnable lookUp = () -> providers.ask(kept, book, campaign, timing);
        return new SendStepListener(
                book, attempts, standings, lookUp, enlistment, dispatch, reactions, counts, stop, timing);
    }

    @Bean
    Step send(
            JobRepository repository,
            Campaign campaign,
            LedgerBook book,
            EnlistPass pass,
            Dispatch dispatch,
            Forecast forecast,
            Stop stop,
            SmtpWriter writer,
            SendStepListener listener,
            Head head) {
        // A letter is merged where it is sent.
        boolean alone = head == Head.NOBODY;
        ItemProcessor<SendReader.Item, Assignment> processor = alone
                ? new LetterProcessor(pass::composer, campaign)
                : item -> item instanceof SendReader.Item.Due due ? due.assignment() : null;
        return new StepBuilder("send", repository)
                .<SendReader.Item, Assignment>chunk(campaign.pace().chunk())
                .transactionManager(none())
                .reader(new SendReader(book, dispatch, forecast, campaign.pace(), stop))
                .processor(processor)
                .writer(writer)
                .interruptionPolicy(new ChunkPause(dispatch, campaign.pace(), stop, new Random()))
                .listener((StepExecutionListener) listener)
                .listener(head)
                .allowStartIfComplete(true)
                .build();
    }

    /**
     * The ledger commits on a connection of its own. Nor does the step hold a connection, as it would with Spring's synchronization, which keeps the
     * first one that a chunk asks for until the chunk ends: for as long as it waits for a limit, and, once the database has been away, a dead one.
     */
    private static PlatformTransactionManager none() {
        ResourcelessTransactionManager none = new ResourcelessTransactionManager();
        none.setTransactionSynchronization(AbstractPlatformTransactionManager.SYNCHRONIZATION_NEVER);
        return none;
    }
}
