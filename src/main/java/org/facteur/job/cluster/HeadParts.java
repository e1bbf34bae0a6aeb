package org.facteur.job.cluster;

import javax.sql.DataSource;
import org.facteur.campaign.Campaign;
import org.facteur.dispatch.Dispatch;
import org.facteur.dispatch.Stop;
import org.facteur.job.send.GrantDesk;
import org.facteur.job.send.Head;
import org.facteur.ledger.Claims;
import org.facteur.ledger.Grants;
import org.facteur.ledger.Ledger;
import org.facteur.ledger.Unanswered;
import org.facteur.ledger.Workers;
import org.facteur.ledger.store.LedgerStore;
import org.facteur.pace.Timing;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What a run has besides where it is the head. */
@Configuration(proxyBeanMethods = false)
public final class HeadParts {

    @Bean
    GrantDesk desk(Ledger ledger, JdbcClient jdbc, Dispatch dispatch, Timing timing) {
        return new GrantDesk(ledger, new Grants(jdbc), dispatch, timing);
    }

    @Bean
    Head carriers(
            Campaign campaign,
            JobRepository repository,
            JobOperator operator,
            JdbcTemplate jdbc,
            DataSource dataSource,
            LedgerStore store,
            Handover handover,
            PlatformTransactionManager transactions,
            GrantDesk desk,
            Dispatch dispatch,
            Stop stop,
            Timing timing) {
        return new Carriers(
                campaign,
                new CarrierSteps(repository, operator),
                new Claims(jdbc),
                new Workers(JdbcClient.create(jdbc)),
                new Unanswered(JdbcClient.create(jdbc), campaign.name()),
                new TransactionTemplate(transactions),
                store,
                handover,
                new Requests(dataSource, store, campaign.name(), timing),
                desk,
                dispatch,
                stop,
                timing);
    }
}
