package org.facteur.ledger.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;

/**
 * One run at a time writes into a ledger on a server, whichever home and machine it comes from: it holds an advisory lock, on the
 * connection it writes with. A run that loses the lock has lost that connection too, and can seal no letter any more.
 */
final class ServerClaim {

    /** Told apart from others by the ledger's own table, since a database may hold several in schemas. */
    private static final String KEY = "'attempt'::regclass::oid::bigint";

    private static final String TAKEN = """
            l.locktype = 'advisory' AND l.granted AND l.classid = 0
            AND l.objid = 'attempt'::regclass::oid AND l.objsubid = 1
            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())""";

    /** SQLSTATE lock_not_available; and query_canceled, where the server has a statement_timeout that is shorter. */
    private static final Set<String> NOT_AVAILABLE = Set.of("55P03", "57014");

    private static final int WRITE_TIMEOUT_MILLIS = 60_000;

    private ServerClaim() {}

    /**
     * Makes it the ledger's writing connection, for as long as it lives. Waits for a few seconds, in which a server takes notice that a
     * process was killed.
     *
     * @throws LedgerException when another run writes to this ledger
     */
    static void take(Connection connection) throws SQLException {
        if (!tryTake(connection)) {
            throw LedgerException.unwritable(
                    holder(connection).map(StoreReason.SERVER_BUSY_WHO::of).orElseGet(StoreReason.SERVER_BUSY::of),
                    null);
        }
    }

    /** The same; false when another connection has it. */
    static boolean tryTake(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            sync(statement);
            // A pause between chunks may be longer than a server likes; since 14 it may say so.
            statement.execute(
                    "SELECT set_config(name, '0', FALSE) FROM pg_settings WHERE name = 'idle_session_timeout'");
            statement.execute("SET lock_timeout = '5s'");
            statement.execute("SELECT pg_advisory_lock(" + KEY + ")");
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

    /** Ends the connection of that process, if it is the one that has taken the ledger. */
    static void end(Connection connection, int backend) throws SQLException {
        try (PreparedStatement terminate = connection.prepareStatement(
                "SELECT pg_terminate_backend(l.pid) FROM pg_locks l WHERE l.pid = ? AND " + TAKEN)) {
            terminate.setInt(1, backend);
            terminate.execute();
        }
    }

    /** Commits are synced on this connection, whatever the server's default. */
    static void sync(Statement statement) throws SQLException {
        statement.execute("SELECT set_config('synchronous_commit', 'on', FALSE)"
                + " WHERE current_setting('synchronous_commit') = 'off'");
    }

    /** Another connection that has taken it: program, pid and address. */
    static Optional<String> holder(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT concat_ws(' from ', a.application_name, host(a.client_addr))
                        FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
                        WHERE l.pid <> pg_backend_pid() AND\s""" + TAKEN)) {
            return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
        }
    }
}
