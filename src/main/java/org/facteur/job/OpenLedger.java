package org.facteur.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.facteur.campaign.Home;
import org.facteur.ledger.LedgerUrl;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The ledger for a short command: one plain connection, without Spring's context. The caller holds the home's lock. */
public final class OpenLedger implements AutoCloseable {

    private final SingleConnectionDataSource connection;

    private OpenLedger(SingleConnectionDataSource connection) {
        this.connection = connection;
    }

    /** Empty where no run has made a ledger yet. */
    public static Optional<OpenLedger> of(Home home) {
        Path script = home.ledger().resolveSibling(home.ledger().getFileName() + ".script");
        if (!Files.exists(script)) {
            return Optional.empty();
        }
        return Optional.of(new OpenLedger(new SingleConnectionDataSource(LedgerUrl.of(home.ledger()), "SA", "", true)));
    }

    public JdbcClient jdbc() {
        return JdbcClient.create(connection);
    }

    JdbcTemplate template() {
        return new JdbcTemplate(connection);
    }

    @Override
    public void close() {
        connection.destroy();
    }
}
