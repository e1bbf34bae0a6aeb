package org.facteur.job;

import java.sql.SQLException;
import java.util.Optional;
import org.facteur.campaign.Home;
import org.facteur.ledger.LedgerException;
import org.facteur.ledger.LedgerFiles;
import org.facteur.ledger.LedgerUrl;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The ledger for a short command: one plain connection, without Spring's context. The caller holds the home's lock. */
public final class OpenLedger implements AutoCloseable {

    private final SingleConnectionDataSource connection;
    private final LedgerFiles files;

    private OpenLedger(SingleConnectionDataSource connection, LedgerFiles files) {
        this.connection = connection;
        this.files = files;
    }

    /**
     * Empty where no run has made a ledger yet.
     *
     * @throws LedgerException when there is one that cannot be read; so do queries where that shows later
     */
    public static Optional<OpenLedger> of(Home home) {
        LedgerFiles files = new LedgerFiles(home.ledger());
        if (!files.exist()) {
            return Optional.empty();
        }
        var connection = new SingleConnectionDataSource(LedgerUrl.of(home.ledger()), "SA", "", true);
        try {
            connection.initConnection();
        } catch (SQLException e) {
            connection.destroy();
            throw files.damaged(e);
        }
        return Optional.of(new OpenLedger(connection, files));
    }

    public JdbcClient jdbc() {
        return JdbcClient.create(template());
    }

    JdbcTemplate template() {
        JdbcTemplate template = new JdbcTemplate(connection);
        template.setExceptionTranslator(files);
        return template;
    }

    @Override
    public void close() {
        connection.destroy();
    }
}
