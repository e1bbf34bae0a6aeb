package org.facteur.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.facteur.ledger.store.LedgerFiles;
import org.facteur.ledger.store.LedgerServer;
import org.facteur.ledger.store.LedgerStore;
import org.facteur.ledger.store.Migrations;
import org.facteur.ledger.store.Witness;
import org.facteur.postgres.LedgerUnderTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A ledger with nothing in it, as the first run makes it; or again with what another one left there. On the disk, unless the tests are run
 * against a server.
 */
public final class LedgerFile implements AutoCloseable {

    private final LedgerStore store;
    private final DriverManagerDataSource source;
    private final SingleConnectionDataSource connection;

    /** @param path without a suffix, in a folder that exists */
    public LedgerFile(Path path) {
        this(store(path));
    }

    public LedgerFile(LedgerStore store) {
        this.store = store;
        source = new DriverManagerDataSource(store.url(), store.properties());
        try {
            connection = new SingleConnectionDataSource(source.getConnection(), true);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        Migrations.migrate(store, connection);
    }

    private static LedgerStore store(Path path) {
        Optional<String> url = LedgerUnderTest.url(path);
        if (url.isPresent()) {
            return new LedgerServer(url.get(), null, null, witness(path));
        }
        EmptyLedger.copyTo(path);
        return new LedgerFiles(path, witness(path));
    }

    public static Witness witness(Path path) {
        return new Witness(path.resolveSibling("witness"));
    }

    public JdbcTemplate template() {
        return new JdbcTemplate(connection);
    }

    public JdbcClient client() {
        return JdbcClient.create(connection);
    }

    /** The one writer, over a connection of its own. */
    public Ledger writer() {
        return Ledger.writer(source, store);
    }

    public DataSource source() {
        return source;
    }

    public Connection connect() throws SQLException {
        return source.getConnection();
    }

    /** Each commit is synced: thousands of rows go into one. */
    public void inOneCommit(Runnable work) {
        new TransactionTemplate(new JdbcTransactionManager(connection)).executeWithoutResult(status -> work.run());
    }

    @Override
    public void close() {
        connection.destroy();
    }
}
