package org.facteur.ledger.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What Flyway made of a ledger: by this version of the program, or by one that knows more. */
public final class Migrations {

    /** The newest of {@code db/migration}. */
    static final int NEWEST = 12;

    private static final Pattern VERSION = Pattern.compile("version (\\d+)");

    private Migrations() {}

    /** Makes the ledger, or brings it up to date. For a command that writes to it without a run. */
    static void migrate(LedgerStore store) {
        try (Connection connection = DriverManager.getConnection(store.url(), store.properties())) {
            migrate(store, new SingleConnectionDataSource(connection, true));
        } catch (SQLException e) {
            throw store.explain(new DataAccessResourceFailureException("the ledger cannot be made", e));
        }
    }

    /**
     * The same.
     *
     * @param source connections to that ledger
     * @throws LedgerException when another version of the program made it
     */
    public static void migrate(LedgerStore store, DataSource source) {
        String vendor = store instanceof LedgerFiles ? "hsqldb" : "postgresql";
        try {
            Flyway.configure()
                    .dataSource(source)
                    .locations("classpath:db/migration/common", "classpath:db/migration/" + vendor)
                    .load()
                    .migrate();
        } catch (RuntimeException e) {
            throw store.explain(e);
        }
    }

    /** Whether nothing is missing that this version wants. */
    static boolean upToDate(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT COUNT(*) FROM \"flyway_schema_history\" WHERE \"version\" = '" + NEWEST + "'")) {
            row.next();
            return row.getLong(1) > 0;
        }
    }

    /** Whether the tables are there; a process may have been killed before it made them. */
    static boolean made(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT COUNT(*) FROM information_schema.tables
                        WHERE table_schema = CURRENT_SCHEMA AND LOWER(table_name) = 'attempt'""")) {
            row.next();
            return row.getLong(1) > 0;
        }
    }

    /**
     * @param place the ledger, as messages name it
     * @throws LedgerException when a newer version of the program has written to it: this one would not know what its columns mean
     */
    public static void refuseNewer(Connection connection, String place) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT \"version\" FROM \"flyway_schema_history\"")) {
            while (row.next()) {
                String version = String.valueOf(row.getString(1));
                if (version.matches("\\d{1,9}") && Integer.parseInt(version) > NEWEST) {
                    throw LedgerException.unreadable(StoreReason.NEWER.of(place, version, NEWEST), null);
                }
            }
        }
    }

    /** Flyway's refusal, in a sentence; null where the failure is another. */
    static @Nullable LedgerException explain(@Nullable Throwable failure, String place) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof FlywayValidateException) {
                Matcher version = VERSION.matcher(String.valueOf(e.getMessage()));
                return LedgerException.unreadable(
                        StoreReason.OTHER.of(
                                place, version.find() ? version.group(1) : StoreReason.VERSIONS.of(NEWEST)),
                        e);
            }
        }
        return null;
    }
}
