package org.facteur.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.facteur.address.EmailAddress;
import org.facteur.home.Earlier;
import org.facteur.home.KnownSuppressions;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.Enlisted;
import org.facteur.ledger.Enlistment;
import org.facteur.ledger.LedgerFile;
import org.facteur.ledger.LedgerHistory;
import org.facteur.ledger.PutBack;
import org.facteur.verdict.Category;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

@Tag("files")
class MigrationsTest {

    @TempDir
    Path folder;

    @Test
    void the_newest_migration_is_the_one_that_the_program_knows() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/resources/db/migration"))) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.startsWith("V"))
                            .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
                            .max())
                    .hasValue(Migrations.NEWEST);
        }
    }

    @Test
    void a_ledger_that_a_newer_version_wrote_to_is_refused() {
        try (LedgerFile file = new LedgerFile(folder.resolve("ledger"))) {
            file.template()
                    .update("UPDATE \"flyway_schema_history\" SET \"version\" = '99' WHERE \"version\" = '"
                            + Migrations.NEWEST + "'");

            assertThatThrownBy(file::writer)
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("newer version of Facteur")
                    .hasMessageContaining("99");
        }
    }

    @Test
    void a_migration_that_was_changed_is_told_in_a_sentence() {
        try (LedgerFile file = new LedgerFile(folder.resolve("ledger"))) {
            file.template().update("UPDATE \"flyway_schema_history\" SET \"checksum\" = 1 WHERE \"version\" = '3'");
            Flyway flyway = Flyway.configure()
                    .dataSource(file.source())
                    .locations("classpath:db/migration/common", "classpath:db/migration/hsqldb")
                    .load();

            assertThatThrownBy(flyway::migrate)
                    .isInstanceOf(FlywayValidateException.class)
                    .satisfies(failure -> assertThat(Migrations.explain(failure, "var/ledger"))
                            .hasMessageContaining("tables of version 3"));
        }
    }

    @Test
    void flyway_is_not_asked_where_each_migration_was_made_from_the_text_of_this_version() throws Exception {
        List<String> folders = List.of("db/migration/common", "db/migration/hsqldb");
        try (LedgerFile file = new LedgerFile(folder.resolve("ledger"))) {
            assertThat(Migrations.areAllThere(file.source(), folders)).isTrue();
            for (String other : List.of(
                    "UPDATE \"flyway_schema_history\" SET \"checksum\" = 1 WHERE \"version\" = '3'",
                    "UPDATE \"flyway_schema_history\" SET \"success\" = FALSE WHERE \"version\" = '3'",
                    "UPDATE \"flyway_schema_history\" SET \"script\" = 'V3__of_old.sql' WHERE \"version\" = '3'",
                    "DELETE FROM \"flyway_schema_history\" WHERE \"version\" = '3'")) {
                file.template().execute("CREATE TABLE kept AS (SELECT * FROM \"flyway_schema_history\") WITH DATA");
                file.template().update(other);

                assertThat(Migrations.areAllThere(file.source(), folders))
                        .as(other)
                        .isFalse();

                file.template().update("DELETE FROM \"flyway_schema_history\"");
                file.template().update("INSERT INTO \"flyway_schema_history\" SELECT * FROM kept");
                file.template().execute("DROP TABLE kept");
            }
            assertThat(Migrations.areAllThere(file.source(), folders)).isTrue();
        }
    }

    private static JdbcTemplate ofVersion(String version, Path path) {
        DriverManagerDataSource before = new DriverManagerDataSource(LedgerUrl.of(path), "SA", "");
        Flyway.configure()
                .dataSource(before)
                .locations("classpath:db/migration/common", "classpath:db/migration/hsqldb")
                .target(version)
                .load()
                .migrate();
        return new JdbcTemplate(before);
    }

    /** The program was updated, and the first command is not a run: it asks for tables and columns that are not there. */
    @ParameterizedTest
    @ValueSource(strings = {"4", "6", "12"})
    void whatever_opens_a_ledger_of_an_earlier_version_first_brings_it_up_to_date(String version) {
        Path path = folder.resolve("ledger");
        ofVersion(version, path).execute("SHUTDOWN");

        try (OpenLedger ledger = OpenLedger.of(filesAt(path)).orElseThrow()) {
            assertThat(ledger.isAtLeast(Migrations.NEWEST)).isTrue();
            assertThat(new LedgerHistory(ledger.jdbc(), "voeux").openAttempts()).isZero();
        }
    }

    /** The program was updated, and has not run since. */
    @Test
    void who_is_not_written_to_any_more_is_known_from_a_ledger_of_an_earlier_version() {
        Path path = folder.resolve("ledger");
        JdbcTemplate old = ofVersion("7", path);
        old.update("INSERT INTO suppression (email, reason, suppressed_at) VALUES ('marie@example.org', 'asked', 1)");
        old.execute("SHUTDOWN");

        try (OpenLedger ledger = OpenLedger.of(filesAt(path)).orElseThrow()) {
            assertThat(KnownSuppressions.of(ledger).reason(EmailAddress.of("marie@example.org")))
                    .hasToString("asked");
            assertThat(Earlier.of(ledger, "voeux").suppressions().reason(EmailAddress.of("paul@example.org")))
                    .isNull();
        }
    }

    /** A process died under version 6, and the next one is this. */
    @Test
    void an_attempt_that_was_open_before_attempts_that_are_going_on_had_their_own_table_is_open_still() {
        Path path = folder.resolve("ledger");
        JdbcTemplate old = ofVersion("6", path);
        old.update("INSERT INTO campaign (name, state, created_at, updated_at) VALUES ('voeux', 'RUNNING', 1, 1)");
        old.update("""
                INSERT INTO delivery (id, campaign, email, domain, line, pass, fields, state, due_at, updated_at)
                VALUES (7, 'voeux', 'marie@example.org', 'example.org', 2, 1, '', 'SENDING', 1, 1)""");
        old.update("""
                INSERT INTO attempt (id, delivery_id, campaign, domain, relay, account, sealed_at, ended_at, counted, outcome, category)
                VALUES (1, 9, 'voeux', 'example.org', 'ecole', 'a', 5, 6, TRUE, 'SENT', 'accepted'),
                       (2, 7, 'voeux', 'example.org', 'ecole', 'a', 8, NULL, TRUE, NULL, NULL)""");
        old.execute("SHUTDOWN");

        try (LedgerFile file = new LedgerFile(path)) {
            assertThat(file.template().queryForMap("SELECT * FROM open_attempt"))
                    .containsEntry("ID", 2L)
                    .containsEntry("DELIVERY_ID", 7L)
                    .containsEntry("SEALED_AT", 8L);
            assertThat(file.template().queryForList("SELECT id FROM attempt", Long.class))
                    .containsExactly(1L);
            assertThat(file.template().queryForObject("SELECT last_delivery FROM campaign", Long.class))
                    .isEqualTo(9);
        }
    }

    /** At a server the owner may put a letter back with the new program before its first run. */
    @Test
    void what_was_put_back_in_a_ledger_that_cannot_tell_is_merged_with_all_others() {
        Path path = folder.resolve("ledger");
        JdbcTemplate old = ofVersion("12", path);
        old.update("""
                INSERT INTO campaign (name, state, enlisted, pass, created_at, updated_at)
                VALUES ('voeux', 'COMPLETED', 'digest', 1, 1, 1)""");
        old.update("""
                INSERT INTO delivery (id, campaign, email, domain, line, pass, fields, state, category, due_at, updated_at)
                VALUES (7, 'voeux', 'marie@example.org', 'example.org', 2, 1, '{}', 'REFUSED', 'no-such-user', 1, 1)""");
        assertThat(new PutBack(JdbcClient.create(old), "voeux").all(EnumSet.allOf(Category.class), Instant.EPOCH))
                .isEqualTo(1);
        old.execute("SHUTDOWN");

        try (LedgerFile file = new LedgerFile(path)) {
            assertThat(new Campaigns(file.client()).enlisted("voeux")).contains(new Enlisted("digest", null, false));
            assertThat(new Enlistment(file.template(), "voeux").waiting())
                    .toIterable()
                    .extracting(Enlistment.Known::id)
                    .containsExactly(7L);
        }
    }

    /** What a killed process leaves is what the files hold between two statements. */
    @ParameterizedTest(name = "of version {0}")
    @ValueSource(strings = {"0", "6", "10"})
    void a_ledger_whose_migration_is_broken_off_is_as_it_was_or_whole(String version) throws Exception {
        Path var = Files.createDirectory(folder.resolve("var"));
        Path path = var.resolve("ledger");
        if (!version.equals("0")) {
            ofVersion(version, path).execute("SHUTDOWN");
        }
        LedgerFiles files = filesAt(path);
        List<String> before = tables(path);
        List<Path> left = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(files.url(), files.properties())) {
            Connection watched = watched(Connection.class, connection, sql -> left.add(copy(var)));
            Migrations.migrate(files, new SingleConnectionDataSource(watched, true));
        }
        List<String> whole = tables(path);

        assertThat(whole).hasSizeGreaterThan(before.size()).contains("V" + Migrations.NEWEST);
        assertThat(left)
                .hasSizeGreaterThan(5)
                .allSatisfy(copy -> assertThat(tables(copy.resolve("ledger"))).isIn(before, whole));
    }

    @Test
    void a_migration_that_fails_leaves_the_ledger_as_it_was_before() {
        Path path = folder.resolve("ledger");
        JdbcTemplate old = ofVersion("6", path);
        old.execute("CREATE TABLE writer (somebody_elses INTEGER)");
        old.execute("SHUTDOWN");
        List<String> before = tables(path);
        LedgerFiles files = filesAt(path);

        assertThatThrownBy(() -> Migrations.migrate(files)).hasMessageContaining("V8");

        assertThat(tables(path)).isEqualTo(before);
    }

    /** As on a disk that is full by then: HSQLDB tells nobody. */
    @Test
    void a_migration_whose_checkpoint_was_not_made_leaves_the_ledger_as_it_was_before() throws SQLException {
        Path path = folder.resolve("ledger");
        ofVersion("6", path).execute("SHUTDOWN");
        List<String> before = tables(path);
        LedgerFiles files = filesAt(path);

        try (Connection connection = DriverManager.getConnection(files.url(), files.properties())) {
            Connection watched = watched(Connection.class, connection, sql -> !sql.equals("CHECKPOINT"));

            assertThatThrownBy(() -> Migrations.migrate(files, new SingleConnectionDataSource(watched, true)))
                    .isInstanceOf(LedgerException.class);
        }

        assertThat(tables(path)).isEqualTo(before);
    }

    private static LedgerFiles filesAt(Path path) {
        return new LedgerFiles(path, LedgerFile.witness(path));
    }

    /** With their columns, and the migrations that are said to have been made. */
    private static List<String> tables(Path ledger) {
        JdbcTemplate template = new JdbcTemplate(new DriverManagerDataSource(LedgerUrl.of(ledger), "SA", ""));
        List<String> tables = new ArrayList<>(template.queryForList("""
                SELECT table_name || '.' || column_name FROM information_schema.columns
                WHERE table_schema = CURRENT_SCHEMA ORDER BY 1""", String.class));
        if (tables.contains("flyway_schema_history.version")) {
            tables.addAll(template.queryForList(
                    "SELECT 'V' || \"version\" FROM \"flyway_schema_history\" ORDER BY \"installed_rank\"",
                    String.class));
        }
        template.execute("SHUTDOWN");
        return tables;
    }

    private Path copy(Path var) throws IOException {
        Path copy = Files.createTempDirectory(folder, "killed");
        try (Stream<Path> files = Files.list(var)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    /** Asked before each statement: whether it is to be executed. */
    private interface Asked {
        boolean goesOn(String sql) throws IOException;
    }

    private static <T> T watched(Class<T> type, T real, Asked asked) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().startsWith("execute")
                            && !asked.goesOn(arguments == null ? "" : String.valueOf(arguments[0]))) {
                        return false;
                    }
                    Object result;
                    try {
                        result = method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (result instanceof PreparedStatement statement) {
                        return watched(PreparedStatement.class, statement, asked);
                    }
                    return result instanceof Statement statement ? watched(Statement.class, statement, asked) : result;
                }));
    }
}
