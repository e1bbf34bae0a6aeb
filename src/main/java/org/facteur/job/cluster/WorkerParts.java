package org.facteur.job.cluster;

import java.util.concurrent.ExecutorService;
import javax.sql.DataSource;
import org.facteur.campaign.Campaign;
import org.facteur.dispatch.Stop;
import org.facteur.job.run.BatchParts;
import org.facteur.job.run.CampaignRelays;
import org.facteur.job.run.JdbcParts;
import org.facteur.ledger.store.LedgerServer;
import org.facteur.ledger.store.LedgerStore;
import org.facteur.pace.Timing;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

/** A worker's own small context: it decides nothing, makes no tables and has no job but that of its head. */
@Configuration(proxyBeanMethods = false)
@Import({JdbcParts.class, BatchParts.class})
final class WorkerParts {

    /** One for each account that it can carry at once. */
    @Bean(destroyMethod = "shutdownNow")
    ExecutorService partitions(Campaign campaign) {
        int accounts = (int) campaign.relays().stream()
                .map(route -> route.relay().account())
                .distinct()
                .count();
        return Requests.threads(accounts);
    }

    @Bean(destroyMethod = "")
    Worker worker(
            Campaign campaign,
            DataSource dataSource,
            LedgerStore store,
            JdbcTemplate jdbc,
            JobRepository repository,
            ExecutorService partitions,
            CampaignRelays relays,
            Stop stop,
            Timing timing,
            BeanFactory beans) {
        return new Worker(
                campaign,
                (LedgerServer) store,
                jdbc,
                repository,
                new Requests(dataSource, store, campaign.name(), timing),
                partitions,
                beans,
                relays,
                stop,
                timing);
    }
}
