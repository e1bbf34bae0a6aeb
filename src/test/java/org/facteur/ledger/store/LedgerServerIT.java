package org.facteur.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.assertj.core.api.AbstractStringAssert;
import org.facteur.ledger.store.LedgerException.Kind;
import org.facteur.postgres.PostgresServer;
import org.facteur.report.InFrench;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A database server as the place of a ledger: what is asked of it, and what is said when it is none. */
class LedgerServerIT {

    private static final Witness NO_WITNESS = new Witness(Path.of("target", "no", "witness"));

    private static final String PASSWORD = "lettre à la poste";

    @TempDir
    private static Path folder;

    @AutoClose
    private static PostgresServer server;

    @BeforeAll
    static void start() throws IOException {
        Path logins = Files.writeString(folder.resolve("logins"), """
                host all postgres all trust
                host all all all scram-sha-256
                """);
        server = PostgresServer.start(folder.resolve("data"), Map.of("hba_file", logins.toString()));
        server.execute("CREATE ROLE zythom LOGIN PASSWORD '" + PASSWORD + "'");
        server.execute("CREATE SCHEMA mine AUTHORIZATION zythom");
    }

    private static LedgerServer at(String more, @Nullable String username, @Nullable String password) {
        return new LedgerServer(
                "jdbc:postgresql://localhost:" + server.port() + "/postgres" + more, username, password, NO_WITNESS);
    }

    private static LedgerException refused(LedgerServer place) {
        LedgerException refused = catchThrowableOfType(LedgerException.class, place::check);
        assertThat(refused).isNotNull();
        // All but what the server and its driver say.
        InFrench.said(refused.reason()
                .withValues(said -> said.replaceFirst("^(FATAL:|Connection|The server|Something) .*", "…")));
        return refused;
    }

    private static AbstractStringAssert<?> misconfigured(LedgerServer place) {
        LedgerException refused = refused(place);
        assertThat(refused.kind()).isEqualTo(Kind.MISCONFIGURED);
        return assertThat(refused.getMessage()).hasLineCount(1).doesNotContain(PASSWORD);
    }

    @Test
    void an_empty_schema_of_its_user_is_a_place_for_a_ledger() throws SQLException {
        LedgerServer place = at("?currentSchema=mine", "zythom", PASSWORD);

        assertThatCode(place::check).doesNotThrowAnyException();
        assertThat(place.open()).isEmpty();
    }

    @Test
    void a_wrong_login_is_told_without_its_password() {
        misconfigured(at("", "zythom", PASSWORD + "!"))
                .contains("does not let zythom in: FATAL: password authentication failed", "see to spring.datasource");
        misconfigured(at("", "zythom", null))
                .contains("does not let zythom in: ", "no password was provided", "SPRING_DATASOURCE_PASSWORD");
    }

    @Test
    void a_database_that_is_not_there_is_told() {
        misconfigured(new LedgerServer(
                        "jdbc:postgresql://localhost:" + server.port() + "/nobody", "postgres", null, NO_WITNESS))
                .endsWith("does not exist; create it with CREATE DATABASE");
        misconfigured(at("?currentSchema=nobody", "postgres", null)).contains("has no such schema");
    }

    @Test
    void a_server_without_tls_is_not_taken_for_safe() {
        LedgerServer elsewhere = new LedgerServer(
                "jdbc:postgresql://localhost:" + server.port() + "/postgres?sslmode=verify-full",
                "postgres",
                null,
                NO_WITNESS);

        // Here it was the URL's wish, beyond this machine it is ours.
        assertThat(refused(elsewhere)).hasMessageContaining("The server does not support SSL");
        assertThat(new ServerFailures("db", "zythom", true)
                        .explain(new SQLException("The server does not support SSL.", "08004")))
                .hasMessage("the database db cannot be reached safely: The server does not support SSL; in the URL,"
                        + " ?sslrootcert=ca.pem trusts another authority, and ?sslmode=disable goes without TLS");
    }

    @Test
    void a_user_who_can_make_no_tables_is_told() {
        misconfigured(at("", "zythom", PASSWORD)).contains("does not let this user create tables");
    }

    @Test
    void another_programs_tables_are_left_alone() {
        server.execute("CREATE SCHEMA others");
        server.execute("CREATE TABLE others.customers (id BIGINT)");

        misconfigured(at("?currentSchema=others", "postgres", null)).contains("holds another program's tables");

        server.execute("CREATE TABLE others.flyway_schema_history (script VARCHAR(1000))");
        server.execute("INSERT INTO others.flyway_schema_history VALUES ('V1__customers.sql')");
        misconfigured(at("?currentSchema=others", "postgres", null)).contains("holds another program's tables");
    }

    @Test
    void a_ledger_in_another_schema_of_the_search_path_is_not_taken_for_this_one() throws SQLException {
        server.execute("CREATE SCHEMA first");
        server.execute("CREATE SCHEMA second");
        server.execute("CREATE TABLE second.attempt (id BIGINT)");

        assertThat(at("?currentSchema=first,second", "postgres", null).open()).isEmpty();
    }

    @Test
    void a_database_that_cannot_write_all_names_is_told() {
        server.execute("CREATE DATABASE old ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");

        misconfigured(new LedgerServer(
                        "jdbc:postgresql://localhost:" + server.port() + "/old", "postgres", null, NO_WITNESS))
                .contains("cannot hold every name", "UTF8");
    }

    @Test
    void a_server_that_does_not_sync_its_commits_is_not_trusted() throws IOException {
        try (PostgresServer careless = PostgresServer.start(folder.resolve("careless"), Map.of("fsync", "off"))) {
            misconfigured(new LedgerServer(careless.url(), null, null, NO_WITNESS))
                    .contains("fsync = off");
        }
    }

    @Test
    void a_server_that_is_away_can_be_back_later() {
        LedgerException refused =
                refused(new LedgerServer("jdbc:postgresql://127.0.0.1:1/facteur", "zythom", null, NO_WITNESS));

        assertThat(refused.kind()).isEqualTo(Kind.AWAY);
        assertThat(refused)
                .hasMessageContaining(
                        "jdbc:postgresql://127.0.0.1:1/facteur cannot be used: Connection to 127.0.0.1:1");
    }

    @Test
    void a_host_that_nobody_knows_is_told() {
        assertThat(refused(new LedgerServer(
                        "jdbc:postgresql://nowhere.invalid/facteur?sslmode=disable", "zythom", null, NO_WITNESS)))
                .hasMessageContaining("UnknownHostException: nowhere.invalid");
    }

    @Test
    void one_connection_at_a_time_writes_and_its_commits_are_synced() throws SQLException {
        String url = server.url("claimed");
        LedgerServer place = new LedgerServer(url, null, null, NO_WITNESS);
        try (Connection own = connect(url)) {
            own.createStatement().execute("CREATE TABLE attempt (id BIGINT)");
            own.createStatement().execute("CREATE TABLE open_attempt (id BIGINT)");
            own.createStatement().execute("CREATE TABLE flyway_schema_history (version VARCHAR(50))");
            assertThat(place.isInUse(own)).isFalse();
            own.createStatement().execute("SET synchronous_commit = off");

            place.claim(own);

            assertThat(shown(own, "synchronous_commit")).isEqualTo("on");
            assertThat(shown(own, "lock_timeout")).isEqualTo("0");
            assertThat(place.isInUse(own)).isFalse();
            try (Connection other = place.open().orElseThrow()) {
                assertThat(place.isInUse(other)).isTrue();
                LedgerException busy = catchThrowableOfType(LedgerException.class, () -> place.claim(other));
                assertThat(busy.kind()).isEqualTo(Kind.UNWRITABLE);
                assertThat(busy).hasMessageContaining("another run writes to the ledger (");
                other.createStatement().execute("SET statement_timeout = '100ms'");
                assertThatThrownBy(() -> place.claim(other)).hasMessage(busy.getMessage());
            }
        }
        try (Connection next = place.open().orElseThrow()) {
            assertThatCode(() -> place.claim(next)).doesNotThrowAnyException();
        }
    }

    @Test
    void another_schema_of_the_database_is_another_ledger() throws SQLException {
        try (Connection one = connect(server.url("one"));
                Connection two = connect(server.url("two"))) {
            one.createStatement().execute("CREATE TABLE attempt (id BIGINT)");
            two.createStatement().execute("CREATE TABLE attempt (id BIGINT)");
            new LedgerServer(server.url("one"), null, null, NO_WITNESS).claim(one);

            assertThatCode(() -> new LedgerServer(server.url("two"), null, null, NO_WITNESS).claim(two))
                    .doesNotThrowAnyException();
        }
    }

    private static Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url);
    }

    private static String shown(Connection connection, String setting) throws SQLException {
        try (var row = connection.createStatement().executeQuery("SHOW " + setting)) {
            row.next();
            return row.getString(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://DB.ecole.example/facteur?user=zythom, jdbc:postgresql://db.ecole.example/facteur",
        "jdbc:postgresql://db:5432/facteur?ssl=true, jdbc:postgresql://db/facteur",
        "'jdbc:postgresql://a:5433,b/facteur', 'jdbc:postgresql://a:5433,b/facteur'",
        "jdbc:postgresql://db/f?currentSchema=lettres, jdbc:postgresql://db/f?currentSchema=lettres",
        "jdbc:postgresql:facteur, jdbc:postgresql://localhost/facteur"
    })
    void a_database_is_known_by_its_host_its_name_and_its_schema(String url, String database) {
        assertThat(new LedgerServer(url, null, null, NO_WITNESS).database()).isEqualTo(database);
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db.ecole.example/facteur, verify-full, java",
        "'jdbc:postgresql://localhost,db/facteur', verify-full, java",
        "jdbc:postgresql://db/facteur?sslrootcert=/etc/ca.pem, verify-full,",
        "jdbc:postgresql://db/facteur?sslmode=require,,",
        "jdbc:postgresql://db/facteur?ssl=true,,",
        "jdbc:postgresql://localhost/facteur,,",
        "jdbc:postgresql://[::1]:5433/facteur,,"
    })
    void beyond_this_machine_tls_is_verified_unless_the_url_says_otherwise(
            String url, @Nullable String mode, @Nullable String authorities) {
        Properties properties = new LedgerServer(url, null, null, NO_WITNESS).properties();

        assertThat(properties.getProperty("sslmode")).isEqualTo(mode);
        assertThat(Optional.ofNullable(properties.getProperty("sslfactory")).isPresent())
                .isEqualTo(authorities != null);
    }

    @Test
    void what_the_url_says_goes_before_our_own_settings() {
        Properties properties = new LedgerServer(
                        "jdbc:postgresql://localhost/facteur?socketTimeout=7&user=a", "b", null, NO_WITNESS)
                .properties();

        assertThat(properties).doesNotContainKeys("socketTimeout", "user").containsEntry("tcpKeepAlive", "true");
    }
}
