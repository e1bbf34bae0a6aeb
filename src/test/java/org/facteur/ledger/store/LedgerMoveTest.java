package org.facteur.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.facteur.ledger.LedgerFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From files to files: all of it but the server, which an integration test has. */
@Tag("files")
class LedgerMoveTest {

    @TempDir
    Path folder;

    @BeforeEach
    void aCampaign() throws IOException {
        Files.createDirectory(folder.resolve("here"));
        Files.createDirectory(folder.resolve("there"));
        try (LedgerFile file = new LedgerFile(ledger("here"))) {
            file.template().execute("""
                    INSERT INTO campaign (name, state, created_at, updated_at, last_delivery) VALUES ('voeux', 'PAUSED', 1, 1, 2);
                    INSERT INTO delivery (id, campaign, email, domain, line, pass, fields, state, due_at, updated_at)
                        VALUES (1, 'voeux', 'élève@example.org', 'example.org', 2, 1, '{"prenom":"Élève \uD83D\uDC8C"}', 'SENT', 1, 1);
                    INSERT INTO delivery (id, campaign, email, domain, line, pass, fields, state, due_at, updated_at)
                        VALUES (2, 'voeux', 'paul@example.org', 'example.org', 3, 1, '{}', 'PENDING', 1, 1);
                    INSERT INTO attempt (id, delivery_id, campaign, domain, relay, account, sealed_at, counted, ended_at, outcome, category)
                        VALUES (1, 1, 'voeux', 'example.org', 'ecole', 'z@ecole', 1, TRUE, 2, 'SENT', 'accepted');
                    INSERT INTO exclusion (campaign, line, pass, reason, email, detail) VALUES ('voeux', 4, 1, 'SUPPRESSED', 'jean@example.org', 'x');
                    INSERT INTO suppression (email, reason, suppressed_at) VALUES ('jean@example.org', 'x', 5);
                    INSERT INTO returned (digest, email, campaign, delivery_id, kind, proven, bad, received_at, away_until, sender)
                        VALUES ('d', 'élève@example.org', 'voeux', 1, 'away', TRUE, FALSE, 9, 20000, 'p@example.org');
                    INSERT INTO mailbox_cursor (account, folder, uid_validity, last_uid) VALUES ('perso', 'INBOX', 7, 42);
                    INSERT INTO relay_state (account, full_rate, rate, connections, updated_at, failures) VALUES ('z@ecole', 2.5, 0.1, 3, 8, 1);
                    INSERT INTO domain_state (domain, closed_until, pauses, updated_at) VALUES ('orange', 99, 2, 8);
                    INSERT INTO domain_provider (domain, provider, looked_up_at) VALUES ('example.org', '', 8)""");
        }
    }

    @Test
    void every_table_goes_along_and_the_old_ledger_is_one_for_nobody_any_more() throws Exception {
        Map<String, Long> rows = move();

        assertThat(rows)
                .containsEntry("campaign", 1L)
                .containsEntry("delivery", 2L)
                .containsEntry("attempt", 1L)
                .containsEntry("exclusion", 1L)
                .containsEntry("suppression", 1L)
                .containsEntry("returned", 1L)
                .containsEntry("mailbox_cursor", 1L)
                .containsEntry("relay_state", 1L)
                .containsEntry("domain_state", 1L)
                .containsEntry("domain_provider", 1L)
                .containsKeys("open_attempt", "writer", "batch_job_execution");
        assertThat(asked("there", "SELECT fields FROM delivery WHERE email = 'élève@example.org'"))
                .contains("\uD83D\uDC8C");
        assertThat(asked("there", "SELECT last_uid FROM mailbox_cursor")).isEqualTo("42");
        assertThat(asked("there", "SELECT away_until FROM returned")).isEqualTo("20000");
        assertThatThrownBy(() -> store("here").open())
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("was moved away");
        assertThat(move()).as("asked for again").isEqualTo(rows);
    }

    @Test
    void a_letter_on_its_way_holds_it_up_and_is_counted_once() throws Exception {
        write("here", "UPDATE delivery SET state = 'SENDING' WHERE id = 2");
        write("here", open(7, 2));

        assertThatThrownBy(this::move).isInstanceOf(LedgerException.class).hasMessageStartingWith("1 letter is");
    }

    /** Nobody can decide about it: it is closed when the next run begins, wherever that is. */
    @Test
    void a_notice_that_a_dead_process_left_open_goes_along() throws Exception {
        write("here", open(7, 0));

        assertThat(move()).containsEntry("open_attempt", 1L);
        assertThat(asked("there", "SELECT id FROM open_attempt")).isEqualTo("7");
    }

    private static String open(long id, long delivery) {
        return "INSERT INTO open_attempt (id, delivery_id, campaign, domain, relay, account, sealed_at)"
                + " VALUES (%d, %d, 'voeux', 'example.org', 'ecole', 'z@ecole', 3)".formatted(id, delivery);
    }

    @Test
    void what_a_move_that_broke_off_has_left_makes_room_for_the_whole() throws Exception {
        try (LedgerFile partly = new LedgerFile(ledger("there"))) {
            partly.template().execute("""
                    INSERT INTO campaign (name, state, created_at, updated_at, last_delivery) VALUES ('voeux', 'PAUSED', 1, 1, 2);
                    INSERT INTO delivery (id, campaign, email, domain, line, pass, fields, state, due_at, updated_at)
                        VALUES (1, 'voeux', 'élève@example.org', 'example.org', 2, 1, '{}', 'PENDING', 1, 1)""");
        }
        assertThatThrownBy(this::move).isInstanceOf(LedgerException.class).hasMessageContaining("there");

        assertThat(move(true)).containsEntry("delivery", 2L);

        assertThat(asked("there", "SELECT state FROM delivery WHERE id = 1")).isEqualTo("SENT");
    }

    @Test
    void a_move_that_broke_off_behind_its_copy_is_asked_for_again() throws Exception {
        Map<String, Long> rows = move();
        write("here", "DELETE FROM writer WHERE mark = 'moved'");

        assertThat(move()).isEqualTo(rows);
        assertThatThrownBy(() -> store("here").open()).hasMessageContaining("was moved away");
    }

    @Test
    void what_was_written_since_a_move_broke_off_is_not_lost() throws Exception {
        move();
        write("here", "DELETE FROM writer WHERE mark = 'moved'");
        write("here", "UPDATE delivery SET state = 'SENT' WHERE id = 2");

        assertThatThrownBy(this::move).isInstanceOf(LedgerException.class).hasMessageContaining("holds rows already");
    }

    private Map<String, Long> move() {
        return move(false);
    }

    private Map<String, Long> move(boolean again) {
        try (LedgerFiles from = store("here");
                LedgerFiles to = store("there")) {
            return new LedgerMove(from, to, again).move();
        }
    }

    private Path ledger(String home) {
        return folder.resolve(home).resolve("ledger");
    }

    private LedgerFiles store(String home) {
        return new LedgerFiles(ledger(home), new Witness(ledger(home).resolveSibling("witness")));
    }

    private Connection connect(String home) throws SQLException {
        return DriverManager.getConnection(store(home).url(), store(home).properties());
    }

    private void write(String home, String sql) throws SQLException {
        try (Connection connection = connect(home);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String asked(String home, String query) throws SQLException {
        try (Connection connection = connect(home);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }
}
