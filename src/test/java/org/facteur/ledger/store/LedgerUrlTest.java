package org.facteur.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerUrlTest {

    @TempDir
    Path folder;

    @Test
    void the_settings_of_the_url_are_those_of_the_open_database() throws SQLException {
        try (Connection connection = connect(LedgerUrl.of(folder.resolve("ledger")))) {
            assertThatCode(() -> LedgerUrl.verify(connection)).doesNotThrowAnyException();
            assertThat(setting(connection, "hsqldb.tx")).isEqualToIgnoringCase("locks");
            assertThat(setting(connection, "hsqldb.default_table_type")).isEqualToIgnoringCase("cached");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";hsqldb.write_delay=true",
                ";hsqldb.write_delay_millis=20",
            })
    void a_database_that_commits_later_is_refused(String settings) throws SQLException {
        try (Connection connection = connect("jdbc:hsqldb:file:" + folder.resolve("ledger") + settings)) {
            assertThatThrownBy(() -> LedgerUrl.verify(connection))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("open it with hsqldb.write_delay=false");
        }
    }

    @Test
    void a_database_whose_checkpoint_may_wait_for_ever_is_refused() throws SQLException {
        try (Connection connection =
                connect("jdbc:hsqldb:file:" + folder.resolve("ledger") + ";hsqldb.write_delay=false;hsqldb.tx=mvcc")) {
            assertThatThrownBy(() -> LedgerUrl.verify(connection))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("open it with hsqldb.tx=locks");
        }
    }

    @Test
    void a_ledger_that_was_made_without_them_keeps_to_that_and_is_refused() throws SQLException {
        Path ledger = folder.resolve("ledger");
        try (Connection made = connect("jdbc:hsqldb:file:" + ledger + ";hsqldb.tx=mvcc;shutdown=true")) {
            made.createStatement().execute("CREATE TABLE note (text VARCHAR(20))");
        }

        try (Connection connection = connect(LedgerUrl.of(ledger))) {
            assertThatThrownBy(() -> LedgerUrl.verify(connection)).isInstanceOf(LedgerException.class);
        }
    }

    @Test
    void texts_are_compared_as_they_are_without_blanks_behind() throws SQLException {
        try (Connection connection = connect(LedgerUrl.of(folder.resolve("ledger")))) {
            connection.createStatement().execute("CREATE TABLE letter (email VARCHAR(320), UNIQUE (email))");
            insert(connection, "marie@x.example");

            assertThat(found(connection, "marie@x.example")).isTrue();
            assertThat(found(connection, "marie@x.example ")).isFalse();
        }
    }

    /** As earlier versions made them: their indexes stay in that order. */
    @Test
    void a_ledger_that_was_made_to_compare_with_blanks_behind_finds_what_it_has() throws SQLException {
        Path ledger = folder.resolve("ledger");
        List<String> emails = IntStream.range(0, 400)
                .mapToObj(i -> "m" + "!a".repeat(i % 7) + (i % 3 == 0 ? "\" \"" : "") + i + "@x" + i % 11 + ".example")
                .toList();
        try (Connection made = connect(LedgerUrl.of(ledger).replace(";sql.pad_space=false", ""))) {
            made.createStatement().execute("CREATE TABLE letter (email VARCHAR(320), UNIQUE (email))");
            for (String email : emails) {
                insert(made, email);
            }
        }

        try (Connection connection = connect(LedgerUrl.of(ledger))) {
            assertThat(emails).allMatch(email -> found(connection, email));
            assertThatThrownBy(() -> insert(connection, emails.get(399))).isInstanceOf(SQLException.class);
        }
    }

    private static void insert(Connection connection, String email) throws SQLException {
        try (var statement = connection.prepareStatement("INSERT INTO letter VALUES (?)")) {
            statement.setString(1, email);
            statement.executeUpdate();
        }
    }

    private static boolean found(Connection connection, String email) {
        try (var statement = connection.prepareStatement("SELECT email FROM letter WHERE email = ?")) {
            statement.setString(1, email);
            try (var row = statement.executeQuery()) {
                return row.next();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Vœux de l'École 2027", "a=b", "tilde~", "50%"})
    void the_folder_may_be_called_what_its_owner_likes(String name) throws Exception {
        Path home = Files.createDirectory(folder.resolve(name));

        try (Connection connection = connect(LedgerUrl.of(home.resolve("ledger")))) {
            connection.createStatement().execute("CREATE TABLE note (text VARCHAR(20))");
        }

        assertThat(home.resolve("ledger.script")).exists();
    }

    @Test
    void a_semicolon_in_the_path_would_end_it() {
        assertThatThrownBy(() -> LedgerUrl.of(folder.resolve("a;b").resolve("ledger")))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("holds a semicolon");
    }

    @Test
    void what_the_database_would_put_something_else_for_is_refused() {
        assertThatThrownBy(() -> LedgerUrl.of(folder.resolve("${HOME}").resolve("ledger")))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("holds ${");
    }

    private static Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url, "SA", "");
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (var statement = connection.prepareStatement(
                "SELECT property_value FROM information_schema.system_properties WHERE property_name = ?")) {
            statement.setString(1, name);
            try (var row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : "none";
            }
        }
    }
}
