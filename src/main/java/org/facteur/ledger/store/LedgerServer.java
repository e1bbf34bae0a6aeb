package org.facteur.ledger.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.IntStream;
import org.facteur.relay.Loopback;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ssl.DefaultJavaSSLFactory;
import org.springframework.dao.DataAccessException;

/** A ledger in a PostgreSQL database. */
public final class LedgerServer implements LedgerStore {

    /** Epoch milliseconds by the server's clock, in SQL. */
    public static final String NOW = "(EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::bigint";

    private static final String URL = "jdbc:postgresql://";

    /** Seconds until a server that does not answer is given up; the longest query of a report takes a tenth. */
    private static final int SOCKET_TIMEOUT = 300;

    private static final int CONNECT_TIMEOUT = 10;

    private final String url;
    private final @Nullable String username;
    private final @Nullable String password;
    private final Properties target;
    private final ServerFailures failures;
    private final Witness witness;

    /**
     * @param url {@code jdbc:postgresql://host:port/database}
     * @param username null: the driver's own
     * @param password null: none, or one that the driver finds itself
     * @param witness the home's
     * @throws LedgerException when the URL is not PostgreSQL's
     */
    public LedgerServer(String url, @Nullable String username, @Nullable String password, Witness witness) {
        Properties parsed = Driver.parseURL(url, null);
        if (parsed == null) {
            throw LedgerException.misconfigured(StoreReason.SERVER_URL.of(URL + "localhost/facteur"), null);
        }
        this.url = url;
        this.username = username;
        this.password = password;
        this.target = parsed;
        this.witness = witness;
        this.failures = new ServerFailures(database(), user(), verifiesTls());
    }

    /** The database, whatever else the URL says: host, port unless it is 5432, name, and schema where one is named. */
    public String database() {
        String[] hosts = hosts();
        String[] ports = of(PGProperty.PG_PORT).split(",", -1);
        List<String> servers = IntStream.range(0, hosts.length)
                .mapToObj(i -> hosts[i].toLowerCase(Locale.ROOT) + (ports[i].equals("5432") ? "" : ":" + ports[i]))
                .toList();
        String schema = of(PGProperty.CURRENT_SCHEMA);
        return URL + String.join(",", servers) + "/" + of(PGProperty.PG_DBNAME)
                + (schema.isEmpty() ? "" : "?currentSchema=" + schema);
    }

    private String[] hosts() {
        return of(PGProperty.PG_HOST).split(",", -1);
    }

    private String user() {
        String inside = of(PGProperty.USER);
        if (!inside.isEmpty()) {
            return inside;
        }
        return username == null ? System.getProperty("user.name", "") : username;
    }

    private String of(PGProperty property) {
        return target.getProperty(property.getName(), "");
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public Properties properties() {
        Properties properties = new Properties();
        set(properties, PGProperty.USER, username);
        set(properties, PGProperty.PASSWORD, password);
        // Named to those who are told that the ledger is in use.
        set(
                properties,
                PGProperty.APPLICATION_NAME,
                "facteur " + ProcessHandle.current().pid());
        set(properties, PGProperty.CONNECT_TIMEOUT, String.valueOf(CONNECT_TIMEOUT));
        set(properties, PGProperty.SOCKET_TIMEOUT, String.valueOf(SOCKET_TIMEOUT));
        set(properties, PGProperty.TCP_KEEP_ALIVE, "true");
        set(properties, PGProperty.REWRITE_BATCHED_INSERTS, "true");
        if (verifiesTls()) {
            set(properties, PGProperty.SSL_MODE, "verify-full");
            if (of(PGProperty.SSL_ROOT_CERT).isEmpty()) {
                // The driver's own would look for ~/.postgresql/root.crt alone.
                set(properties, PGProperty.SSL_FACTORY, DefaultJavaSSLFactory.class.getName());
            }
        }
        return properties;
    }

    /** What the URL says holds. */
    private void set(Properties properties, PGProperty property, @Nullable String value) {
        if (value != null && of(property).isEmpty()) {
            properties.setProperty(property.getName(), value);
        }
    }

    /** Beyond this machine, unless the URL says how safe the connection is to be. */
    private boolean verifiesTls() {
        boolean said = !of(PGProperty.SSL_MODE).isEmpty() || !of(PGProperty.SSL).isEmpty();
        return !said && !Arrays.stream(hosts()).allMatch(Loopback::is);
    }

    @Override
    public void check() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            ServerCheck.of(statement, database());
        } catch (SQLException e) {
            throw failures.explain(e);
        }
    }

    @Override
    public Optional<Connection> open() {
        try {
            Connection connection = connect();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT " + ServerCheck.has("attempt"))) {
                row.next();
                if (row.getBoolean(1)) {
                    ServerLock.sync(statement);
                    Migrations.refuseNewer(connection, place());
                    witness.confirm(connection, place());
                    return Optional.of(connection);
                }
            }
            connection.close();
            return Optional.empty();
        } catch (SQLException e) {
            throw failures.explain(e);
        }
    }

    /** Whether a run has made the ledger, whole and as this version knows it: for those who wait for that. */
    public boolean isMade() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            return ServerCheck.is(statement, ServerCheck.has("flyway_schema_history"))
                    && Migrations.upToDate(connection);
        } catch (SQLException e) {
            throw failures.explain(e);
        }
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, properties());
    }

    /** Null unless the failure is that the server went away. */
    @Nullable
    LedgerException loss(Throwable failure) {
        return failures.loss(failure);
    }

    LedgerException unusable(SQLException failure) {
        return failures.explain(failure);
    }

    @Override
    public void claim(Connection connection) throws SQLException {
        ServerLock.LEDGER.take(connection);
    }

    /**
     * The one writer of an account's letters: of a claim that was just taken.
     *
     * @param patience with a server that goes away
     * @throws LedgerException when another connection writes for that account, or a newer version of the program has written to the ledger since
     *     this process began
     */
    public GroupCommit carrier(String account, long epoch, ReconnectPolicy patience) throws SQLException {
        // Not of a pool: there are as many as accounts, and for as long as a run lasts.
        Connection connection = connect();
        try {
            return carrier(connection, account, epoch, patience);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private GroupCommit carrier(Connection connection, String account, long epoch, ReconnectPolicy patience)
            throws SQLException {
        Migrations.refuseNewer(connection, place());
        ServerTurn turn = ServerTurn.of(account, epoch);
        // A worker that still writes there has lost its claim, or this one could not have been taken.
        turn.lock().end(connection);
        turn.lock().take(connection);
        return new GroupCommit(
                new ServerConnection(this, connection, turn, patience),
                Durability.OF_THE_SERVER,
                GroupCommit.Committed.UNHEARD);
    }

    /** Ends the connection with which somebody writes for that account: one that does not answer must not hold rows locked. */
    public static void cutOff(Connection connection, String account) throws SQLException {
        ServerLock.of(account).end(connection);
    }

    @Override
    public Durability durability(Connection connection) {
        return Durability.OF_THE_SERVER;
    }

    @Override
    public WriterConnection writing(Connection connection, Epoch epoch, ReconnectPolicy patience) throws SQLException {
        return new ServerConnection(this, connection, ServerTurn.of(epoch), patience);
    }

    @Override
    public Witness witness() {
        return witness;
    }

    @Override
    public String place() {
        return database();
    }

    @Override
    public void close() {}

    @Override
    public boolean isInUse(Connection connection) throws SQLException {
        return ServerLock.LEDGER.holder(connection).isPresent();
    }

    @Override
    public RuntimeException explain(RuntimeException failure) {
        LedgerException other = Migrations.explain(failure, place());
        return other == null ? failures.explain(failure) : other;
    }

    /** @throws LedgerException when the server, the login or the database is the reason */
    @Override
    public @Nullable DataAccessException translate(String task, @Nullable String sql, SQLException failure) {
        return failures.translate(task, sql, failure);
    }
}
