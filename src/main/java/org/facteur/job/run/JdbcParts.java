package org.facteur.job.run;

import javax.sql.DataSource;
import org.facteur.ledger.store.LedgerStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * How the ledger's database is asked. By hand: Spring Boot would look at thirty conditions for these three, and at all other beans for methods that
 * want a transaction, a fifth of a run's start.
 */
@Configuration(proxyBeanMethods = false)
public final class JdbcParts {

    @Bean
    PlatformTransactionManager transactions(DataSource dataSource) {
        return new JdbcTransactionManager(dataSource);
    }

    @Bean
    JdbcTemplate jdbcTemplate(DataSource dataSource, LedgerStore store) {
        JdbcTemplate template = new JdbcTemplate(dataSource);
        template.setExceptionTranslator(store);
        return template;
    }

    @Bean
    JdbcClient jdbcClient(JdbcTemplate template) {
        return JdbcClient.create(template);
    }
}
