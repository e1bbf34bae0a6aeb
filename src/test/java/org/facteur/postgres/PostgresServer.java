package org.facteur.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.facteur.packaged.FreePort;
import org.junit.jupiter.api.Assumptions;

/** A PostgreSQL server of the tests' own, on loopback. It syncs its commits, as a ledger wants it; the library's default does not. */
public final class PostgresServer implements AutoCloseable {

    private static final Duration STARTUP = Duration.ofSeconds(60);

    private final Path data;
    private final Map<String, String> settings;
    private EmbeddedPostgres server;

    private PostgresServer(Path data, Map<String, String> settings) {
        this.data = data;
        this.settings = settings;
        this.server = start(FreePort.find());
    }

    /**
     * Skips the test where none can be started, as by root without namespaces of users.
     *
     * @param data where it keeps its data: a folder of its own
     */
    public static PostgresServer start(Path data) {
        return start(data, Map.of());
    }

    /** @param settings of {@code postgresql.conf} */
    public static PostgresServer start(Path data, Map<String, String> settings) {
        try {
            return new PostgresServer(data, settings);
        } catch (UncheckedIOException | IllegalStateException e) {
            return Assumptions.abort("PostgreSQL cannot be started here: " + e);
        }
    }

    private EmbeddedPostgres start(int port) {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setPGStartupWait(STARTUP)
                .setPort(port);
        settings.forEach(builder::setServerConfig);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getPort();
    }

    /** Its one database, as its owner uses it. */
    public String url() {
        return "jdbc:postgresql://localhost:" + port() + "/postgres?user=postgres";
    }

    /** A schema of that database, made where it is not there yet: as good as a database. */
    public String url(String schema) {
        execute("CREATE SCHEMA IF NOT EXISTS " + schema);
        return url() + "&currentSchema=" + schema;
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }

    public void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The first column of the first row. */
    public String query(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    public void stop() {
        close();
    }

    /** The one of which all others descend. */
    public ProcessHandle process() {
        try {
            String pid =
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
            return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As by {@code pg_ctl stop -m immediate}, or a loss of power: nothing is finished, and what was written is recovered from its log. */
    public void stopAtOnce() {
        try {
            String pid =
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
            ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
            new ProcessBuilder("kill", "-QUIT", pid).start().waitFor();
            postmaster.onExit().join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        // Of the library's own there is no more than its lock on the folder.
        close();
    }

    /** Again, with its data and at its port. */
    public void startAgain() {
        server = start(server.getPort());
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
