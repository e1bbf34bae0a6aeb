package org.facteur.ledger.store;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GroupCommitTest {

    private final AtomicInteger commits = new AtomicInteger();

    @TempDir
    Path folder;

    private Connection reader;
    private GroupCommit writer;

    @BeforeEach
    void open() throws SQLException, IOException {
        reader = connect();
        reader.createStatement().execute("CREATE TABLE note (position INTEGER IDENTITY, text VARCHAR(20) UNIQUE)");
        Connection connection = connect();
        writer = new GroupCommit(
                countingCommits(connection),
                new FileDurability(
                        new LogEnd(folder.resolve("ledger")),
                        LedgerLog.of(connection, folder.resolve("ledger.script"))),
                log -> {});
        commits.set(0);
    }

    @AfterEach
    void close() throws SQLException {
        writer.close();
        reader.close();
    }

    @Test
    void what_gathers_while_one_commit_runs_shares_the_next() throws Exception {
        CountDownLatch gathered = new CountDownLatch(1);
        CompletableFuture<Void> first = writer.submit(statements -> {
            write(statements, "first");
            await(gathered);
        });
        List<CompletableFuture<Void>> others = IntStream.range(0, 100)
                .mapToObj(i -> writer.submit(statements -> write(statements, "other " + i)))
                .toList();
        gathered.countDown();

        first.get(30, SECONDS);
        for (CompletableFuture<Void> other : others) {
            other.get(30, SECONDS);
        }

        // The first may have been joined by those that came before the writer looked; all others went together.
        assertThat(commits.get()).isBetween(1, 2);
        assertThat(notes()).hasSize(101);
    }

    @Test
    void each_record_of_many_producers_is_on_the_disk_when_its_producer_is_told() throws Exception {
        var producers = Executors.newFixedThreadPool(8);
        List<CompletableFuture<Void>> done = IntStream.range(0, 8)
                .mapToObj(producer -> CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; i < 15; i++) {
                                String note = producer + "-" + i;
                                writer.submit(statements -> write(statements, note))
                                        .join();
                            }
                        },
                        producers))
                .toList();

        CompletableFuture.allOf(done.toArray(new CompletableFuture<?>[0])).get(60, SECONDS);
        producers.shutdown();

        assertThat(notes()).hasSize(120);
        assertThat(commits.get()).isLessThanOrEqualTo(120);
        // One producer's records are in its own order.
        assertThat(notes().stream().filter(note -> note.startsWith("3-")))
                .containsExactlyElementsOf(
                        IntStream.range(0, 15).mapToObj(i -> "3-" + i).toList());
    }

    @Test
    void records_are_written_in_the_order_they_were_given() throws Exception {
        CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
        for (int i = 0; i < 1200; i++) {
            String note = String.valueOf(i);
            last = writer.submit(statements -> write(statements, note));
        }
        last.get(30, SECONDS);

        assertThat(notes())
                .containsExactlyElementsOf(
                        IntStream.range(0, 1200).mapToObj(String::valueOf).toList());
    }

    @Test
    void an_error_reaches_all_who_wait_and_all_who_come_later_and_nothing_of_its_group_is_kept() throws Exception {
        writer.submit(statements -> write(statements, "kept")).get(30, SECONDS);
        CountDownLatch gathered = new CountDownLatch(1);
        CompletableFuture<Void> before = writer.submit(statements -> {
            await(gathered);
            write(statements, "before");
        });
        CompletableFuture<Void> twice = writer.submit(statements -> write(statements, "kept"));
        CompletableFuture<Void> after = writer.submit(statements -> write(statements, "after"));
        gathered.countDown();

        assertThatThrownBy(() -> twice.get(30, SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(LedgerException.class)
                .hasMessageStartingWith("the ledger cannot be written: integrity constraint violation");
        assertThatThrownBy(() -> after.get(30, SECONDS)).hasCauseInstanceOf(LedgerException.class);
        assertThatThrownBy(() -> submitted("later").get(30, SECONDS)).hasCauseInstanceOf(LedgerException.class);
        // Either a commit of its own was done with it, or it went down with the group: told and kept agree.
        assertThat(notes().contains("before"))
                .isEqualTo(before.handle((done, failure) -> failure == null).get(30, SECONDS));
        assertThat(notes()).doesNotContain("after", "later");
    }

    @Test
    void a_failed_group_leaves_nothing_locked_behind_it() {
        CompletableFuture<Void> failed = writer.submit(statements -> {
            write(statements, "half");
            throw new SQLException("no more");
        });
        assertThatThrownBy(() -> failed.get(30, SECONDS)).hasCauseInstanceOf(LedgerException.class);

        assertThat(notes()).isEmpty();
    }

    @Test
    void a_full_disk_refuses_what_begins_and_keeps_what_ends_until_the_reserve_is_used_up() throws Exception {
        Disk disk = new Disk();
        try (GroupCommit bounded = new GroupCommit(connect(), disk, log -> {})) {
            bounded.submitBeginning(statements -> write(statements, "sealed")).get(30, SECONDS);

            disk.full = true;
            CompletableFuture<Void> another = bounded.submitBeginning(statements -> write(statements, "too late"));
            assertThatThrownBy(() -> another.get(30, SECONDS)).hasCauseInstanceOf(LedgerException.class);
            bounded.submit(statements -> write(statements, "answered")).get(30, SECONDS);

            disk.usedUp = true;
            CompletableFuture<Void> last = bounded.submit(statements -> write(statements, "not written"));
            assertThatThrownBy(() -> last.get(30, SECONDS)).hasCauseInstanceOf(LedgerException.class);
        }
        assertThat(notes()).containsExactly("sealed", "answered");
    }

    @Test
    void an_end_that_goes_with_what_has_no_room_to_begin_is_written() throws Exception {
        Disk disk = new Disk();
        disk.full = true;
        CountDownLatch gathered = new CountDownLatch(1);
        try (GroupCommit bounded = new GroupCommit(connect(), disk, log -> {})) {
            CompletableFuture<Void> first = bounded.submit(statements -> await(gathered));
            CompletableFuture<Void> begins = bounded.submitBeginning(statements -> write(statements, "too late"));
            CompletableFuture<Void> ends = bounded.submit(statements -> write(statements, "answered"));
            gathered.countDown();

            first.get(30, SECONDS);
            ends.get(30, SECONDS);
            assertThatThrownBy(() -> begins.get(30, SECONDS)).hasCauseInstanceOf(LedgerException.class);
        }
        assertThat(notes()).containsExactly("answered");
    }

    @Test
    void what_the_disk_does_not_have_is_told_and_nothing_more_is_written() throws Exception {
        Disk disk = new Disk();
        List<LogMark> told = new ArrayList<>();
        try (GroupCommit ended = new GroupCommit(connect(), disk, told::add)) {
            disk.broken = true;
            CompletableFuture<Void> lost = ended.submit(statements -> write(statements, "lost"));
            assertThatThrownBy(() -> lost.get(30, SECONDS))
                    .cause()
                    .isInstanceOf(LedgerException.class)
                    .hasMessage("the ledger cannot be written: sync failed");
            disk.broken = false;
            assertThatThrownBy(() -> ended.submit(statements -> write(statements, "next"))
                            .get(30, SECONDS))
                    .cause()
                    .hasMessage("the ledger cannot be written: sync failed");
        }
        assertThat(told).isEmpty();
        assertThat(notes()).doesNotContain("next");
    }

    /** That fills up, or breaks. */
    private static final class Disk implements Durability {

        private volatile boolean full;
        private volatile boolean usedUp;
        private volatile boolean broken;

        @Override
        public void checkRoom() {
            refuse(full);
        }

        @Override
        public void checkReserve() {
            refuse(usedUp);
        }

        private static void refuse(boolean now) {
            if (now) {
                throw LedgerException.unwritable(StoreReason.CLOSED.of(), null);
            }
        }

        @Override
        public void commit(Connection connection) throws SQLException {
            connection.commit();
        }

        @Override
        public @Nullable LogMark sync() throws IOException {
            if (broken) {
                throw new IOException("sync failed");
            }
            return null;
        }
    }

    @Test
    void an_error_of_the_machine_is_told_as_well() {
        CompletableFuture<Void> failed = writer.submit(statements -> {
            throw new StackOverflowError("deep");
        });

        assertThatThrownBy(() -> failed.get(30, SECONDS)).hasCauseInstanceOf(LedgerException.class);
        assertThatThrownBy(() -> submitted("later").get(30, SECONDS)).hasCauseInstanceOf(LedgerException.class);
    }

    @Test
    void closing_writes_what_was_given_before_and_refuses_what_comes_after() throws Exception {
        CompletableFuture<Void> before = submitted("before");
        writer.close();
        writer.close();

        assertThat(before).isCompleted();
        assertThatThrownBy(() -> submitted("after").get(30, SECONDS)).cause().hasMessage("the ledger is closed");
        assertThat(notes()).containsExactly("before");
    }

    @Test
    void statements_that_go_together_keep_the_order_of_what_they_are_about_and_what_changes_nothing_is_told()
            throws Exception {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            Statements together = new Statements(connection, true);
            String insert = "INSERT INTO note (text) VALUES (?)";
            String rename = "UPDATE note SET text = ? WHERE text = ?";
            for (String note : List.of("a", "b")) {
                together.update(note, insert, note);
                together.one(
                        note,
                        () -> LedgerException.unwritable(StoreReason.CLOSED.of(), null),
                        rename,
                        note + note,
                        note);
            }
            // Behind its renaming: it must not be inserted with the others.
            together.update("a", insert, "a");
            together.flush();
            connection.commit();
            assertThat(notes()).containsExactly("aa", "bb", "a");

            together.one("c", () -> LedgerException.unwritable(StoreReason.CLOSED.of(), null), rename, "cc", "c");
            assertThatThrownBy(together::flush).isInstanceOf(LedgerException.class);
            connection.rollback();
        }
    }

    @Test
    void a_group_that_was_lost_on_the_way_is_written_again_once_the_ledger_is_back() throws Exception {
        Lost lost = new Lost(false);
        List<String> told = new ArrayList<>();
        try (GroupCommit regained = regaining(lost, told)) {
            regained.submit(statements -> write(statements, "lost once")).get(30, SECONDS);
            regained.submit(statements -> write(statements, "next")).get(30, SECONDS);
        }

        assertThat(notes()).containsExactly("lost once", "next");
        assertThat(told).containsExactly("taken back", "up to", "up to");
    }

    @Test
    void a_group_whose_acknowledgement_was_lost_is_not_written_twice() throws Exception {
        Lost lost = new Lost(true);
        List<String> told = new ArrayList<>();
        try (GroupCommit regained = regaining(lost, told)) {
            regained.submit(statements -> write(statements, "once")).get(30, SECONDS);
            regained.submit(statements -> write(statements, "next")).get(30, SECONDS);
        }

        assertThat(notes()).containsExactly("once", "next");
        assertThat(told).containsExactly("up to", "up to");
    }

    @Test
    void what_waits_for_a_ledger_that_does_not_come_back_is_told() throws Exception {
        Lost lost = new Lost(false);
        lost.overtaken = true;
        try (GroupCommit ended = regaining(lost, new ArrayList<>())) {
            CompletableFuture<Void> failed = ended.submit(statements -> write(statements, "never"));

            assertThatThrownBy(() -> failed.get(30, SECONDS)).cause().hasMessageStartingWith("another run has written");
            assertThatThrownBy(() -> ended.submit(statements -> write(statements, "nor this"))
                            .get(30, SECONDS))
                    .cause()
                    .hasMessageStartingWith("another run has written");
        }
        assertThat(notes()).isEmpty();
    }

    /** As PostgreSQL's does that has just been made, where another run has the ledger by now. */
    @Test
    void a_connection_that_cannot_be_rolled_back_is_closed_all_the_same() throws Exception {
        try (Connection connection = connect()) {
            Connection refusing = (Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("rollback")) {
                            throw new SQLException("cannot rollback when autoCommit is enabled");
                        }
                        return method.invoke(connection, arguments);
                    });
            new GroupCommit(refusing, Durability.OF_THE_SERVER, log -> {}).close();

            assertThat(connection.isClosed()).isTrue();
        }
    }

    @Test
    void one_who_waits_while_the_writer_is_interrupted_is_told() throws Exception {
        Lost lost = new Lost(false);
        lost.interrupted = true;
        try (GroupCommit ended = regaining(lost, new ArrayList<>())) {
            CompletableFuture<Void> failed = ended.submit(statements -> write(statements, "never"));

            assertThatThrownBy(() -> failed.get(10, SECONDS)).hasCauseInstanceOf(LedgerException.class);
        }
        assertThat(notes()).isEmpty();
    }

    private GroupCommit regaining(Lost lost, List<String> told) throws SQLException {
        return new GroupCommit(lost, Durability.OF_THE_SERVER, new GroupCommit.Committed() {
            @Override
            public void upTo(@Nullable LogMark log) {
                told.add("up to");
            }

            @Override
            public void takenBack() {
                told.add("taken back");
            }
        });
    }

    /** Loses its connection at the first commit, before or behind it. */
    private final class Lost implements WriterConnection {

        private final boolean behind;
        private boolean overtaken;
        private boolean interrupted;
        private int regained;
        private Connection connection = connect();

        private Lost(boolean behind) throws SQLException {
            this.behind = behind;
        }

        @Override
        public Connection connection() {
            return connection;
        }

        @Override
        public boolean isRemote() {
            return true;
        }

        @Override
        public void mark(Statements statements) throws SQLException {
            if (regained == 0) {
                if (behind) {
                    statements.flush();
                    connection.commit();
                }
                connection.close();
            }
        }

        @Override
        public void committed() {
            assertThat(regained).isPositive();
        }

        @Override
        public boolean regain(Throwable failure) throws InterruptedException {
            if (interrupted) {
                throw new InterruptedException();
            }
            if (overtaken) {
                throw LedgerException.unwritable(StoreReason.SERVER_OVERTAKEN.of(), failure);
            }
            regained++;
            try {
                connection = connect();
                connection.setAutoCommit(false);
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
            return behind;
        }
    }

    private CompletableFuture<Void> submitted(String note) {
        return writer.submit(statements -> write(statements, note));
    }

    private static void write(Statements statements, String note) throws SQLException {
        statements.update(note, "INSERT INTO note (text) VALUES (?)", note);
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        try (var statement = reader.createStatement();
                var rows = statement.executeQuery("SELECT text FROM note ORDER BY position")) {
            while (rows.next()) {
                notes.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return notes;
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(LedgerUrl.of(folder.resolve("ledger")), "SA", "");
    }

    private Connection countingCommits(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("commit")) {
                        commits.incrementAndGet();
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
