package org.facteur.ledger.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What Flyway made of a ledger: by this version of the program, or by one that knows more. */
public final class Migrations {

    /** The newest of {@code db/migration}. */
    static final int NEWEST = 13;

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
        List<String> folders = List.of("db/migration/common", "db/migration/" + vendor(store));
        try {
            if (!areAllThere(source, folders)) {
                Flyway flyway = Flyway.configure()
                        .dataSource(source)
                        .locations(folders.toArray(String[]::new))
                        .load();
                if (store instanceof LedgerFiles files) {
                    inOneCheckpoint(files, source, flyway::migrate);
                } else {
                    flyway.migrate();
                }
            }
        } catch (IOException e) {
            throw LedgerException.unwritable(e);
        } catch (SQLException e) {
            throw store.explain(new DataAccessResourceFailureException("the ledger cannot be read", e));
        } catch (RuntimeException e) {
            throw store.explain(e);
        }
    }

    /**
     * All of it or nothing, as a server has each migration: in files every statement counts by itself, and one that was broken off could never be
     * begun again. What is not in the log is on the disk with the next checkpoint, or not at all.
     */
    private static void inOneCheckpoint(LedgerFiles files, DataSource source, Runnable migration)
            throws SQLException, IOException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            files.claim(connection);
            statement.execute("SET FILES LOG FALSE");
            try {
                String before = files.checkpoint();
                migration.run();
                statement.execute("SET FILES LOG TRUE");
                statement.execute("CHECKPOINT");
                if (files.checkpoint().equals(before)) {
                    // HSQLDB tells nobody.
                    throw LedgerException.unwritable(StoreReason.RECORD.of(files.place()), null);
                }
            } catch (IOException | SQLException | RuntimeException e) {
                // Without a checkpoint, which would keep the half of it.
                statement.execute("SHUTDOWN IMMEDIATELY");
                throw e;
            }
        }
    }

    private static String vendor(LedgerStore store) {
        return store instanceof LedgerFiles ? "hsqldb" : "postgresql";
    }

    /**
     * Whether Flyway would find nothing to do and nothing to complain about: each migration of this version was made, from the very text that we have.
     * To start Flyway for that would cost a run a tenth of its start.
     */
    static boolean areAllThere(DataSource source, List<String> folders) throws SQLException {
        try (Connection connection = source.getConnection()) {
            if (!made(connection)) {
                return false;
            }
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "SELECT \"script\", \"checksum\", \"success\" FROM \"flyway_schema_history\"")) {
                int made = 0;
                while (row.next()) {
                    if (!row.getBoolean(3) || row.getInt(2) != checksum(folders, row.getString(1))) {
                        return false;
                    }
                    made++;
                }
                return made == NEWEST;
            }
        }
    }

    /** As Flyway reckons it: of the lines, whatever ends them. 0: there is no such file. */
    private static int checksum(List<String> folders, String script) {
        for (String folder : folders) {
            try (InputStream file = Migrations.class.getResourceAsStream("/" + folder + "/" + script)) {
                if (file != null) {
                    CRC32 crc = new CRC32();
                    new BufferedReader(new InputStreamReader(file, UTF_8))
                            .lines()
                            .forEach(line -> crc.update(line.getBytes(UTF_8)));
                    return (int) crc.getValue();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return 0;
    }

    /** Whether nothing is missing that this version wants. */
    static boolean upToDate(Connection connection) throws SQLException {
        return isAtLeast(NEWEST, connection);
    }

    /** Whether it has got as far as that one of {@code db/migration}. */
    static boolean isAtLeast(int version, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT COUNT(*) FROM \"flyway_schema_history\" WHERE \"version\" = '" + version + "'")) {
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
