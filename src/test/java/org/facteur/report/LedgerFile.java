package org.facteur.report;

import java.nio.file.Path;
import org.facteur.ledger.LedgerUrl;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A ledger on the disk with nothing in it, as the first run makes it. */
final class LedgerFile implements AutoCloseable {

    private final SingleConnectionDataSource connection;

    LedgerFile(Path ledger) {
        connection = new SingleConnectionDataSource(LedgerUrl.of(ledger), "SA", "", true);
        Flyway.configure()
                .dataSource(connection)
                .locations("classpath:db/migration/common", "classpath:db/migration/hsqldb")
                .load()
                .migrate();
    }

    JdbcTemplate template() {
        return new JdbcTemplate(connection);
    }

    JdbcClient client() {
        return JdbcClient.create(connection);
    }

    /** Each commit is synced: thousands of rows go into one. */
    void inOneCommit(Runnable work) {
        new TransactionTemplate(new JdbcTransactionManager(connection)).executeWithoutResult(status -> work.run());
    }

    @Override
    public void close() {
        connection.destroy();
    }
}
