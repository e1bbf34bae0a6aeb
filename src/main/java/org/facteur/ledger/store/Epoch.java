package org.facteur.ledger.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/**
 * A writer's turn at the ledger. The newest may write; who was a writer before, and comes back after the connection was lost, finds out here
 * that somebody else has been there.
 *
 * @param number 1 or more, one higher with each writer
 * @param mark at random, so that the same number of another history is told from it
 */
record Epoch(long number, String mark) {

    /** The mark of the last writer of a ledger that was moved away. */
    private static final String MOVED = "moved";

    private static final String TABLE = """
            SELECT COUNT(*) FROM information_schema.tables
            WHERE table_schema = CURRENT_SCHEMA AND LOWER(table_name) = 'writer'""";

    /**
     * A new turn, by the one who has taken the ledger for writing.
     *
     * @param connection in auto-commit mode
     */
    static Epoch begin(Connection connection) throws SQLException {
        Epoch next =
                new Epoch(newest(connection) + 1, UUID.randomUUID().toString().replace("-", ""));
        insert(connection, next);
        return next;
    }

    private static void insert(Connection connection, Epoch next) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO writer (epoch, mark) VALUES (?, ?)")) {
            insert.setLong(1, next.number);
            insert.setString(2, next.mark);
            insert.executeUpdate();
        }
    }

    private static boolean isKept(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(TABLE)) {
            row.next();
            return row.getLong(1) > 0;
        }
    }

    private static long newest(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT epoch FROM writer ORDER BY epoch DESC FETCH FIRST ROW ONLY")) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /** Closes the ledger for good: it was moved away, and nobody is to go on with it. */
    static void close(Connection connection) throws SQLException {
        insert(connection, new Epoch(newest(connection) + 1, MOVED));
    }

    /** Whether the ledger was moved away. */
    static boolean isMoved(Connection connection) throws SQLException {
        return isKept(connection) && new Epoch(newest(connection), MOVED).isKnown(connection);
    }

    /** Whether nobody has written since. */
    boolean isNewest(Connection connection) throws SQLException {
        return isKnown(connection) && newest(connection) == number;
    }

    /** Whether the ledger has had this writer. */
    boolean isKnown(Connection connection) throws SQLException {
        if (!isKept(connection)) {
            return false;
        }
        try (PreparedStatement select =
                connection.prepareStatement("SELECT COUNT(*) FROM writer WHERE epoch = ? AND mark = ?")) {
            select.setLong(1, number);
            select.setString(2, mark);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1) > 0;
            }
        }
    }
}
