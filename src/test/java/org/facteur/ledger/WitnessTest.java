package org.facteur.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.facteur.ledger.LedgerFixture.NOON;
import static org.facteur.ledger.LedgerFixture.attempt;
import static org.facteur.ledger.LedgerFixture.delivery;
import static org.facteur.ledger.LedgerFixture.enlist;
import static org.facteur.ledger.LedgerFixture.sent;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.facteur.ledger.store.LedgerException;
import org.facteur.ledger.store.LedgerFiles;
import org.facteur.ledger.store.OpenLedger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A ledger in files that is damaged, gone or from yesterday, as a process that was killed left it. */
@Tag("files")
class WitnessTest {

    private static final int PEOPLE = 40;

    private Instant now = NOON;

    @TempDir
    Path folder;

    private enum Damage {
        CUT_OFF {
            @Override
            byte[] of(byte[] log, Random random) {
                return Arrays.copyOf(log, random.nextInt(log.length));
            }
        },
        CUT_OUT {
            @Override
            byte[] of(byte[] log, Random random) {
                int from = random.nextInt(log.length);
                int to = from + 1 + random.nextInt(log.length - from);
                return ByteBuffer.allocate(log.length - (to - from))
                        .put(log, 0, from)
                        .put(log, to, log.length - to)
                        .array();
            }
        },
        A_LINE_LESS {
            @Override
            byte[] of(byte[] log, Random random) {
                String[] lines = new String(log, java.nio.charset.StandardCharsets.ISO_8859_1).split("(?<=\n)", -1);
                lines[random.nextInt(lines.length)] = "";
                return String.join("", lines).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
            }
        },
        ZEROED {
            @Override
            byte[] of(byte[] log, Random random) {
                byte[] zeroed = log.clone();
                int from = random.nextInt(log.length);
                Arrays.fill(zeroed, from, Math.min(log.length, from + 1 + random.nextInt(4096)), (byte) 0);
                return zeroed;
            }
        },
        A_BIT_FLIPPED {
            @Override
            byte[] of(byte[] log, Random random) {
                byte[] flipped = log.clone();
                flipped[random.nextInt(log.length)] ^= (byte) (1 << random.nextInt(7));
                return flipped;
            }
        };

        abstract byte[] of(byte[] log, Random random);
    }

    @ParameterizedTest
    @EnumSource
    void no_damage_of_the_log_makes_the_ledger_forget_a_letter(Damage damage) throws Exception {
        Path killed = killed();
        Set<String> written = sentOf(open(copy(killed, "whole")));
        assertThat(written).hasSize(PEOPLE);
        byte[] log = Files.readAllBytes(killed.resolve("ledger.log"));
        Random random = new Random(damage.name().hashCode());

        for (int i = 0; i < 24; i++) {
            Path copy = copy(killed, damage + "-" + i);
            byte[] damaged = damage.of(log, random);
            Files.write(copy.resolve("ledger.log"), damaged);
            try {
                assertThat(sentOf(open(copy))).as(damage + " " + i).containsAll(written);
            } catch (LedgerException e) {
                assertThat(e.kind()).isEqualTo(LedgerException.Kind.UNREADABLE);
            }
        }
    }

    @Test
    void a_ledger_that_is_gone_is_not_replaced_by_a_new_one() throws Exception {
        Path killed = copy(killed(), "gone");
        for (String extension : new String[] {"script", "data", "log", "properties", "backup"}) {
            Files.deleteIfExists(killed.resolve("ledger." + extension));
        }

        assertThatThrownBy(() -> store(killed).check())
                .isInstanceOf(LedgerException.class)
                .hasMessageContainingAll("knows less than it did", "held " + PEOPLE + " attempts");
    }

    @Test
    void what_is_wrong_with_a_damaged_file_is_said_without_the_databases_classes() throws Exception {
        Path damaged = copy(killed(), "damaged");
        Path script = damaged.resolve("ledger.script");
        Files.writeString(script, Files.readString(script).replaceFirst("NOT NULL", "NOTTE"));

        assertThatThrownBy(() -> open(damaged))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("unexpected token")
                .message()
                .doesNotContain("hsqldb");
    }

    @Test
    void yesterdays_copy_is_refused_and_todays_is_not() throws Exception {
        Path home = Files.createDirectory(folder.resolve("home"));
        try (LedgerFile file = new LedgerFile(home.resolve("ledger"))) {
            enlist(file, "marie@example.org", "paul@example.org", "jean@example.org");
            send(file, "marie@example.org");
        }
        Path yesterday = copy(home, "yesterday");
        try (LedgerFile file = new LedgerFile(home.resolve("ledger"))) {
            send(file, "paul@example.org");
        }
        Path today = copy(home, "today");
        Files.copy(today.resolve("witness"), yesterday.resolve("witness"), REPLACE);

        assertThatThrownBy(() -> open(yesterday))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("put its newest copy back");
        assertThat(sentOf(open(today))).hasSize(2);
    }

    /** Somebody was suppressed, or a letter in doubt put back: the copy has as many attempts, and does not know. */
    @Test
    void a_copy_from_before_a_writing_without_letters_is_refused() throws Exception {
        Path home = Files.createDirectory(folder.resolve("home"));
        try (LedgerFile file = new LedgerFile(home.resolve("ledger"))) {
            enlist(file, "marie@example.org");
            send(file, "marie@example.org");
        }
        Path yesterday = copy(home, "yesterday");
        try (OpenLedger open = OpenLedger.of(store(home)).orElseThrow()) {
            open.claim();
        }
        Path today = copy(home, "today");
        Files.copy(today.resolve("witness"), yesterday.resolve("witness"), REPLACE);

        assertThatThrownBy(() -> open(yesterday))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("it does not know who wrote to it last from this home");
        assertThat(sentOf(open(today))).hasSize(1);
    }

    /** It has as many attempts by then, and they are others. */
    @Test
    void a_copy_that_went_its_own_way_is_refused() throws Exception {
        Path home = Files.createDirectory(folder.resolve("home"));
        try (LedgerFile file = new LedgerFile(home.resolve("ledger"))) {
            enlist(file, "marie@example.org", "paul@example.org", "jean@example.org");
            send(file, "marie@example.org");
        }
        Path other = copy(home, "other");
        try (LedgerFile file = new LedgerFile(home.resolve("ledger"))) {
            send(file, "paul@example.org");
        }
        try (LedgerFile file = new LedgerFile(other.resolve("ledger"))) {
            send(file, "jean@example.org");
        }
        Files.copy(home.resolve("witness"), other.resolve("witness"), REPLACE);

        try (LedgerFile file = new LedgerFile(other.resolve("ledger"))) {
            assertThatThrownBy(file::writer).isInstanceOf(LedgerException.class);
        }
    }

    @Test
    void a_witness_that_fell_behind_or_was_torn_in_a_power_cut_refuses_nothing() throws Exception {
        Path killed = killed();
        byte[] witness = Files.readAllBytes(killed.resolve("witness"));

        for (int length : new int[] {0, 10, 256, 300}) {
            Path copy = copy(killed, "short-" + length);
            Files.write(copy.resolve("witness"), Arrays.copyOf(witness, length));
            assertThatCode(() -> open(copy).close()).doesNotThrowAnyException();
        }
        Path zeros = copy(killed, "zeros");
        Files.write(zeros.resolve("witness"), new byte[witness.length]);
        assertThatCode(() -> open(zeros).close()).doesNotThrowAnyException();
    }

    /** Opening one empties its log: what was testified of it before is no longer about this one. */
    @Test
    void a_ledger_is_opened_again_and_again_after_a_kill_and_after_a_checkpoint() throws Exception {
        Path home = killed();
        for (int i = 0; i < 3; i++) {
            Path next = Files.createDirectory(folder.resolve("kill-" + i));
            try (LedgerFile file = new LedgerFile(home.resolve("ledger"))) {
                enlist(file, "late" + i + "@example.org");
                if (i == 1) {
                    file.template().execute("CHECKPOINT");
                }
                send(file, "late" + i + "@example.org");
                copy(home, next);
            }
            home = next;
            assertThat(sentOf(open(copy(home, "look-" + i)))).hasSize(PEOPLE + i + 1);
        }
    }

    /** As a preview does it at a database server, which need not be the only one there. */
    @Test
    void a_ledger_that_a_run_adds_to_while_it_is_looked_at_holds_no_less_for_that() throws Exception {
        Path home = Files.createDirectory(folder.resolve("home"));
        Deque<String> waiting = new ArrayDeque<>();
        IntStream.range(0, PEOPLE).forEach(i -> waiting.add("n" + i + "@example.org"));
        try (LedgerFile file = new LedgerFile(home.resolve("ledger"))) {
            enlist(file, waiting.toArray(String[]::new));
            try (Ledger run = file.writer();
                    Connection looking = file.connect()) {
                AtomicReference<SealedAttempt> open = new AtomicReference<>(sealed(file, run, waiting.remove()));
                Connection slow = before(looking, () -> {
                    SealedAttempt ended = Objects.requireNonNull(open.get());
                    open.set(sealed(file, run, waiting.remove()));
                    Ledger.await(run.record(ended, sent(), now));
                });

                assertThatCode(() -> LedgerFile.witness(home.resolve("ledger")).confirm(slow, "the ledger"))
                        .doesNotThrowAnyException();
            }
        }
        assertThat(waiting).hasSizeLessThan(PEOPLE - 10);
    }

    private SealedAttempt sealed(LedgerFile file, Ledger ledger, String email) {
        now = now.plusSeconds(1);
        return ledger.seal(attempt(ledger, delivery(file, email)), "<" + email + ">", now);
    }

    /** Others get in before each of its statements. */
    private static Connection before(Connection connection, Runnable others) {
        return (Connection) Proxy.newProxyInstance(
                WitnessTest.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().endsWith("Statement")) {
                        others.run();
                    }
                    return method.invoke(connection, arguments);
                });
    }

    private static final java.nio.file.CopyOption REPLACE = java.nio.file.StandardCopyOption.REPLACE_EXISTING;

    /** What the disk holds when a process that has written to everybody is killed. */
    private Path killed() throws Exception {
        Path home = Files.createDirectory(folder.resolve("killed-home"));
        Path image = Files.createDirectory(folder.resolve("killed"));
        try (LedgerFile file = new LedgerFile(home.resolve("ledger"))) {
            enlist(
                    file,
                    IntStream.range(0, PEOPLE)
                            .mapToObj(i -> "n" + i + "@example.org")
                            .toArray(String[]::new));
            try (Ledger ledger = file.writer()) {
                for (int i = 0; i < PEOPLE; i++) {
                    send(file, ledger, "n" + i + "@example.org");
                }
                copy(home, image);
            }
        }
        return image;
    }

    private void send(LedgerFile file, String email) {
        try (Ledger ledger = file.writer()) {
            send(file, ledger, email);
        }
    }

    private void send(LedgerFile file, Ledger ledger, String email) {
        Ledger.await(ledger.record(sealed(file, ledger, email), sent(), now.plusMillis(10)));
    }

    private Path copy(Path home, String name) throws IOException {
        return copy(home, Files.createDirectory(folder.resolve(name)));
    }

    /** As {@code cp -p} does it. */
    private static Path copy(Path home, Path to) throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                FileTime modified = Files.getLastModifiedTime(file);
                Path copied = Files.copy(file, to.resolve(file.getFileName()), REPLACE);
                Files.setLastModifiedTime(copied, modified);
            }
        }
        return to;
    }

    private static LedgerFiles store(Path home) {
        return new LedgerFiles(home.resolve("ledger"), LedgerFile.witness(home.resolve("ledger")));
    }

    private static Connection open(Path home) {
        return store(home).open().orElseThrow();
    }

    private static Set<String> sentOf(Connection connection) throws Exception {
        Set<String> sent = new TreeSet<>();
        try (connection;
                ResultSet row = connection
                        .createStatement()
                        .executeQuery("SELECT email FROM delivery WHERE state IN ('SENT', 'SENDING')")) {
            while (row.next()) {
                sent.add(row.getString(1));
            }
        }
        return sent;
    }
}
