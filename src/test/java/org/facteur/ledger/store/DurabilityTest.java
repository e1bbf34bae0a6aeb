package org.facteur.ledger.store;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.facteur.ledger.Ledger;
import org.facteur.ledger.LedgerFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("files")
class DurabilityTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO NOTE VALUES(1)\nCOMMIT\n",
                "COMMIT\r\n",
                "",
                "INSERT INTO NOTE VALUES(1)\nCOMMIT\nDISCONNECT\n",
                "INSERT INTO NOTE VALUES(1)\nCOMMIT\n/*C12*/SET SCHEMA PUBLIC\nDISCONNECT\n",
                "/*C12*/SET SCHEMA PUBLIC\nDISCONNECT\n",
            })
    void a_log_that_ends_with_its_commit_or_was_just_emptied_is_whole(String log) throws IOException {
        Files.writeString(folder.resolve("ledger.log"), log);

        assertThatCode(() -> durability().checkCommitted()).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO NOTE VALUES(1)\n",
                "INSERT INTO NOTE VALUES(1)\nCOMM",
                "x\nCOMMIT",
                "COMMIT\nDELE",
                "INSERT INTO NOTE VALUES('COMMIT\n",
                "INSERT INTO NOTE VALUES(1)\nDISCONNECT\n",
            })
    void a_commit_that_is_missing_or_cut_off_does_not_count(String log) throws IOException {
        Files.writeString(folder.resolve("ledger.log"), log);

        assertThatThrownBy(() -> durability().checkCommitted())
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("did not reach " + folder.resolve("ledger.log"));
    }

    @Test
    void the_database_writes_its_log_as_we_read_it_after_a_checkpoint_too() throws IOException, SQLException {
        try (LedgerFile file = new LedgerFile(folder.resolve("ledger"))) {
            file.template().execute("CREATE TABLE note (text VARCHAR(20))");
            file.template().execute("INSERT INTO note VALUES ('x')");
            durability().checkCommitted();
            file.template().execute("CHECKPOINT");
            durability().checkCommitted();
            try (GroupCommit writer = new GroupCommit(file.connect(), durability(), log -> {})) {
                writer.submit(statements -> statements.update("x", "INSERT INTO note VALUES (?)", "x"))
                        .join();
            }
            durability().checkCommitted();
        }
    }

    /** HSQLDB's own word for a commit is no proof: with its delay it says so before anything is on the disk. */
    @Test
    void a_commit_that_the_database_kept_to_itself_stops_the_writer() throws Exception {
        try (LedgerFile file = new LedgerFile(folder.resolve("ledger"))) {
            file.template().execute("CREATE TABLE note (text VARCHAR(20))");
            file.template().execute("SET FILES WRITE DELAY 60");
            try (GroupCommit writer = new GroupCommit(file.connect(), durability(), log -> {})) {
                var record = writer.submit(statements -> statements.update("x", "INSERT INTO note VALUES (?)", "x"));

                assertThatThrownBy(() -> Ledger.await(record))
                        .isInstanceOf(LedgerException.class)
                        .hasMessageContaining("did not reach");
            }
        }
    }

    private Durability durability() throws IOException {
        return new FileDurability(
                new LogEnd(folder.resolve("ledger")),
                new LogFollower(folder.resolve("ledger.log"), folder.resolve("ledger.script")));
    }
}
