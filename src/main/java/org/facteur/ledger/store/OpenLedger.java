package org.facteur.ledger.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The ledger for a short command: one plain connection, without Spring's context. The caller holds the home's lock. */
public final class OpenLedger implements AutoCloseable {

    private final SingleConnectionDataSource source;
    private final Connection connection;
    private final LedgerStore store;

    private OpenLedger(Connection connection, LedgerStore store) {
        this.source = new SingleConnectionDataSource(connection, true);
        this.connection = connection;
        this.store = store;
    }

    /**
     * Empty where no run has made a ledger yet.
     *
     * @throws LedgerException when there is one that cannot be read; so do queries where that shows later
     */
    public static Optional<OpenLedger> of(LedgerStore store) {
        return store.open().map(connection -> new OpenLedger(connection, store));
    }

    /**
     * Makes the ledger where there is none, and brings one of an earlier version up to date.
     *
     * @throws LedgerException when there is one that cannot be read
     */
    public static OpenLedger making(LedgerStore store) {
        store.check();
        Optional<OpenLedger> there = of(store);
        if (there.isPresent() && there.get().isUpToDate()) {
            return there.get();
        }
        there.ifPresent(OpenLedger::close);
        Migrations.migrate(store);
        return of(store).orElseThrow();
    }

    /** Whether all tables of this version are there. */
    private boolean isUpToDate() {
        return isAtLeast(Migrations.NEWEST);
    }

    /**
     * Whether it has been brought that far: the program may be newer than what a run of it has made of the ledger.
     *
     * @param version of the ledger, as what reads its tables says it needs
     */
    public boolean isAtLeast(int version) {
        try {
            return Migrations.isAtLeast(version, connection);
        } catch (SQLException e) {
            throw unusable(e);
        }
    }

    /** All of it or nothing. */
    public void inOneCommit(Runnable work) {
        try {
            connection.setAutoCommit(false);
            try {
                work.run();
                connection.commit();
            } finally {
                // Takes back what was not committed: nothing, unless the work failed.
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw unusable(e);
        }
    }

    public JdbcClient jdbc() {
        return JdbcClient.create(template());
    }

    public JdbcTemplate template() {
        JdbcTemplate template = new JdbcTemplate(source);
        template.setExceptionTranslator(store);
        return template;
    }

    /**
     * Before something is written.
     *
     * @throws LedgerException when a run of another home writes to it
     */
    public void claim() {
        try {
            store.claim(connection);
            if (Migrations.upToDate(connection)) {
                store.witness().remember(Epoch.begin(connection));
            }
        } catch (SQLException e) {
            throw unusable(e);
        }
    }

    private RuntimeException unusable(SQLException failure) {
        return store.explain(new DataAccessResourceFailureException("the ledger cannot be used", failure));
    }

    /** Whether several machines may have a part in it: it is on a server. */
    public boolean isShared() {
        return store instanceof LedgerServer;
    }

    /** Whether a run writes to it at this moment, one of another home. */
    public boolean isInUse() {
        try {
            return store.isInUse(connection);
        } catch (SQLException e) {
            throw unusable(e);
        }
    }

    @Override
    public void close() {
        source.destroy();
        store.close();
    }
}
