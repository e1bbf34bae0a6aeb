package org.facteur.ledger.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
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
        return next(connection, UUID.randomUUID().toString().replace("-", ""));
    }

    /** Closes the ledger for good: it was moved away, and nobody is to go on with it. */
    static void close(Connection connection) throws SQLException {
        next(connection, MOVED);
    }

    private static Epoch next(Connection connection, String mark) throws SQLException {
        Epoch next = new Epoch(last(connection).map(Epoch::number).orElse(0L) + 1, mark);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO writer (epoch, mark) VALUES (?, ?)")) {
            insert.setLong(1, next.number);
            insert.setString(2, next.mark);
            insert.executeUpdate();
        }
        return next;
    }

    /** The last writer's; empty where there was none, as in a ledger that does not keep them yet. */
    static Optional<Epoch> newest(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(TABLE)) {
            row.next();
            return row.getLong(1) > 0 ? last(connection) : Optional.empty();
        }
    }

    private static Optional<Epoch> last(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT epoch, mark FROM writer ORDER BY epoch DESC FETCH FIRST ROW ONLY")) {
            return row.next() ? Optional.of(new Epoch(row.getLong(1), row.getString(2))) : Optional.empty();
        }
    }

    /** Whether the ledger was moved away. */
    boolean isMoved() {
        return mark.equals(MOVED);
    }

    /** Whether a ledger that has had writers has had this one. */
    boolean isKnown(Connection connection) throws SQLException {
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
