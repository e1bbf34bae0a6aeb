package org.facteur.ledger.store;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * An advisory lock on the connection that somebody writes with: from whatever home and machine it comes, one at a time writes as a ledger's head,
 * and one for each account. Who loses the lock has lost that connection too, and can seal no letter any more.
 *
 * @param table told apart from others by a table of the ledger, since a database may hold several ledgers in schemas
 * @param number 32 bits
 */
record ServerLock(String table, long number) {

    /** Of the run that may write. */
    static final ServerLock LEDGER = new ServerLock("attempt", 0);

    /** SQLSTATE lock_not_available; and query_canceled, where the server has a statement_timeout that is shorter. */
    private static final Set<String> NOT_AVAILABLE = Set.of("55P03", "57014");

    private static final int WRITE_TIMEOUT_MILLIS = 60_000;

    /** Of the worker that holds the claim to an account. */
    static ServerLock of(String account) {
        CRC32C sum = new CRC32C();
        sum.update(account.getBytes(StandardCharsets.UTF_8));
        return new ServerLock("claim", sum.getValue());
    }

    private String taken() {
        return """
            l.locktype = 'advisory' AND l.granted AND l.classid = '%s'::regclass::oid
            AND l.objid::bigint = %d AND l.objsubid = 1
            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())""".formatted(table, number);
    }

    /**
     * Makes it the connection to write with, for as long as it lives. Waits for a few seconds, in which a server takes notice that a
     * process was killed.
     *
     * @throws LedgerException when another run writes to this ledger
     */
    void take(Connection connection) throws SQLException {
        if (!tryTake(connection)) {
            throw LedgerException.unwritable(
                    holder(connection).map(StoreReason.SERVER_BUSY_WHO::of).orElseGet(StoreReason.SERVER_BUSY::of),
                    null);
        }
    }

    /** The same; false when another connection has it. */
    boolean tryTake(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            sync(statement);
            // A pause between chunks may be longer than a server likes; since 14 it may say so.
            statement.execute(
                    "SELECT set_config(name, '0', FALSE) FROM pg_settings WHERE name = 'idle_session_timeout'");
            statement.execute("SET lock_timeout = '5s'");
            statement.execute(
                    "SELECT pg_advisory_lock('%s'::regclass::oid::bigint << 32 | %d)".formatted(table, number));
            statement.execute("RESET lock_timeout");
        } catch (SQLException e) {
            if (NOT_AVAILABLE.contains(String.valueOf(e.getSQLState()))) {
                return false;
            }
            throw e;
        }
        // No letter is kept waiting for ever by a server that is gone.
        connection.setNetworkTimeout(Runnable::run, WRITE_TIMEOUT_MILLIS);
        return true;
    }

    /** The server's process behind a connection. */
    static int backend(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }

    /** Ends the connection of that process, if it is the one that has taken it. */
    void end(Connection connection, int backend) throws SQLException {
        try (PreparedStatement terminate = connection.prepareStatement(
                "SELECT pg_terminate_backend(l.pid) FROM pg_locks l WHERE l.pid = ? AND " + taken())) {
            terminate.setInt(1, backend);
            terminate.execute();
        }
    }

    /** The same for the process that has taken it, whatever it is. */
    void end(Connection connection) throws SQLException {
        try (Statement terminate = connection.createStatement()) {
            terminate.execute("SELECT pg_terminate_backend(l.pid) FROM pg_locks l WHERE l.pid <> pg_backend_pid() AND "
                    + taken());
        }
    }

    /** Commits are synced on this connection, whatever the server's default. */
    static void sync(Statement statement) throws SQLException {
        statement.execute("SELECT set_config('synchronous_commit', 'on', FALSE)"
                + " WHERE current_setting('synchronous_commit') = 'off'");
    }

    /** Another connection that has taken it: program, pid and address. */
    Optional<String> holder(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT concat_ws(' from ', a.application_name, host(a.client_addr))
                        FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
                        WHERE l.pid <> pg_backend_pid() AND\s""" + taken())) {
            return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
        }
    }
}
