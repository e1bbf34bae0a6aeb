package org.facteur.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.SyncFailedException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.facteur.ledger.Ledger;
import org.facteur.ledger.LedgerFile;
import org.hsqldb.Session;
import org.hsqldb.jdbc.JDBCConnection;
import org.hsqldb.lib.FileAccess;
import org.hsqldb.persist.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a database the syncs of whose log are counted, and which fails to write or to sync it when it is to. */
@Tag("files")
class DurabilityTest {

    @TempDir
    Path folder;

    private LedgerFile file;
    private Connection writer;
    private Connection other;
    private LogEnd end;
    private FileDurability durability;
    private int syncs;
    private boolean full;
    private boolean broken;
    private boolean scriptBroken;
    private boolean shut;

    @BeforeEach
    void open() throws SQLException {
        file = new LedgerFile(folder.resolve("ledger"));
        other = file.connect();
        execute(other, "CREATE TABLE note (text VARCHAR(40000))");
        writer = file.connect();
        Logger logger = ((Session) writer.unwrap(JDBCConnection.class).getSession()).getDatabase().logger;
        logger.fileAccess = watched(logger.fileAccess);
        end = new LogEnd(folder.resolve("ledger"));
        durability = new FileDurability(end, LedgerLog.of(writer, folder.resolve("ledger.script")));
        writer.setAutoCommit(false);
        syncs = 0;
    }

    @AfterEach
    void close() throws SQLException {
        full = false;
        writer.close();
        other.close();
        file.close();
    }

    @Test
    void a_commit_is_written_at_once_and_synced_when_it_is_time() throws Exception {
        commit("seal");

        assertThat(Files.readString(folder.resolve("ledger.log"))).endsWith("('seal')\nCOMMIT\n");
        assertThat(syncs).isZero();
        assertIsOnDisk(durability.sync());
        assertThat(syncs).isEqualTo(1);
    }

    @Test
    void what_others_commit_is_synced_at_once() throws Exception {
        execute(other, "INSERT INTO note VALUES ('a step')");

        assertThat(syncs).isEqualTo(1);
        assertIsOnDisk(durability.sync());
    }

    @Test
    void a_checkpoint_puts_on_the_disk_what_has_been_committed() throws Exception {
        commit("seal");
        execute(other, "CHECKPOINT");
        int done = syncs;

        assertThat(done).isPositive();
        assertIsOnDisk(durability.sync());

        commit("next");
        assertIsOnDisk(durability.sync());
        assertThat(syncs).isEqualTo(done + 2);
    }

    @Test
    void a_checkpoint_that_could_not_open_the_next_log_lets_no_commit_count() throws Exception {
        commit("seal");
        durability.sync();
        shut = true;
        execute(other, "CHECKPOINT");
        commit("next");

        assertThatThrownBy(durability::sync).isInstanceOf(LedgerException.class);
    }

    @Test
    void nor_does_one_whose_script_is_not_on_the_disk() throws Exception {
        scriptBroken = true;
        execute(other, "CHECKPOINT");
        scriptBroken = false;
        commit("next");

        assertThatThrownBy(durability::sync).isInstanceOf(LedgerException.class);
    }

    @Test
    void what_was_half_written_behind_a_checkpoint_is_cut_off() throws Exception {
        for (int i = 0; i < 100; i++) {
            commit("before");
        }
        durability.sync();
        commit("seal");
        execute(other, "CHECKPOINT");
        durability.sync();
        Files.writeString(folder.resolve("ledger.log"), "INSERT IN");
        end.doubt();

        end.close();

        assertThat(folder.resolve("ledger.log")).isEmptyFile();
    }

    @Test
    void a_commit_that_was_not_written_does_not_count_even_where_the_next_one_is() throws Exception {
        commit("seal");
        durability.sync();
        full = true;
        commit("no room");
        full = false;
        commit("next");

        assertThatThrownBy(durability::sync)
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("did not reach " + folder.resolve("ledger.log"));
    }

    @Test
    void nor_does_one_whose_first_part_was_not() throws Exception {
        full = true;
        commit("x".repeat(40_000));
        full = false;

        assertThatThrownBy(durability::sync).isInstanceOf(LedgerException.class);
    }

    @Test
    void a_disk_that_failed_once_is_not_believed_afterwards() throws Exception {
        commit("seal");
        broken = true;
        assertThatThrownBy(durability::sync).isInstanceOf(LedgerException.class);
        broken = false;

        assertThatThrownBy(durability::sync).isInstanceOf(LedgerException.class);
    }

    @Test
    void an_error_that_the_database_met_while_it_synced_and_kept_to_itself_is_told() throws Exception {
        commit("seal");
        broken = true;
        execute(other, "INSERT INTO note VALUES ('a step')");
        broken = false;

        assertThatThrownBy(durability::sync).isInstanceOf(LedgerException.class);
    }

    @Test
    void a_log_that_somebody_cut_off_or_took_away_does_not_count() throws Exception {
        commit("seal");
        durability.sync();
        Files.writeString(folder.resolve("ledger.log"), "");
        commit("next");
        assertThatThrownBy(durability::sync).isInstanceOf(LedgerException.class);

        Files.delete(folder.resolve("ledger.log"));
        assertThatThrownBy(durability::sync).isInstanceOf(IOException.class);
    }

    /** HSQLDB's own word for a commit is no proof: with its delay it says so before anything is on the disk. */
    @Test
    void a_commit_that_the_database_kept_to_itself_stops_the_writer() throws Exception {
        execute(other, "SET FILES WRITE DELAY 60");
        try (GroupCommit delayed = new GroupCommit(writer, durability, GroupCommit.Committed.UNHEARD)) {
            var record = delayed.submit(statements -> statements.update("x", "INSERT INTO note VALUES (?)", "x"));

            assertThatThrownBy(() -> Ledger.await(record))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("did not reach");
        }
    }

    private void commit(String note) throws SQLException {
        execute(writer, "INSERT INTO note VALUES ('" + note + "')");
        durability.commit(writer);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** As the next run reads it. */
    private void assertIsOnDisk(LogMark mark) throws IOException {
        Path log = folder.resolve("ledger.log");
        Path script = folder.resolve("ledger.script");
        assertThat(mark.length()).isEqualTo(Files.size(log));
        assertThat(mark.base()).isEqualTo(LogMark.base(script));
        assertThat(mark.isBeginningOf(log, script)).isTrue();
    }

    private FileAccess watched(FileAccess files) {
        return (FileAccess) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {FileAccess.class}, (proxy, method, arguments) -> {
                    try {
                        if (method.getName().equals("getFileSync") && arguments[0] instanceof Log log) {
                            return synced(files.getFileSync(log.stream));
                        }
                        boolean log = method.getName().equals("openOutputStreamElementAppend")
                                && String.valueOf(arguments[0]).endsWith(".log");
                        if (log && shut) {
                            throw new IOException("Too many open files");
                        }
                        if (method.getName().equals("getFileSync") && scriptBroken) {
                            return synced(() -> {
                                throw new SyncFailedException("sync failed");
                            });
                        }
                        Object result = method.invoke(files, arguments);
                        return log ? new Log((OutputStream) result) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private final class Log extends OutputStream {
        private final OutputStream stream;

        private Log(OutputStream stream) {
            this.stream = stream;
        }

        @Override
        public void write(int value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(byte[] bytes, int offset, int many) throws IOException {
            if (full) {
                throw new IOException("No space left on device");
            }
            stream.write(bytes, offset, many);
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    private FileAccess.FileSync synced(FileAccess.FileSync sync) {
        return () -> {
            if (broken) {
                throw new SyncFailedException("sync failed");
            }
            sync.sync();
            syncs++;
        };
    }
}
