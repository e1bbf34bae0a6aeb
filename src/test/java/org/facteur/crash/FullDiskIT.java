package org.facteur.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.facteur.packaged.FacteurProcess.Ended;
import org.facteur.packaged.Workplace;
import org.facteur.smtp.Action;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The disk that holds the ledger is full: nothing leaves that could not be written down. */
class FullDiskIT {

    private static final int PEOPLE = 40;
    private static final int FULL_AT = 10;

    @TempDir
    private Path home;

    private final ScriptedSmtpServer server = ScriptedSmtpServer.plain();
    private SmallDisk disk;

    @BeforeEach
    void mount() throws IOException {
        disk = SmallDisk.mount(home.resolve("var"), 48);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        if (disk != null) {
            disk.close();
        }
    }

    @ParameterizedTest(name = "{0} connection(s), {1} KiB left")
    @CsvSource({"1,4096", "4,0"})
    void a_disk_that_fills_up_in_a_run_ends_it_and_the_next_run_goes_on(int connections, long leftKib) {
        Workplace workplace = workplace(connections).ledger().contacts(PEOPLE);
        AtomicInteger dots = new AtomicInteger();
        server.on(Step.DOT, at -> {
            // The letters that the other connections have sealed wait meanwhile.
            synchronized (server) {
                if (dots.incrementAndGet() == FULL_AT) {
                    disk.fill(leftKib);
                }
                return Action.proceed();
            }
        });

        assertDiskFull(workplace.run("run"));

        // What was sealed before it was full, and nothing after.
        assertThat(server.acceptedCount()).isBetween((long) FULL_AT, FULL_AT + connections - 1L);
        // Some room is kept for what is answered to them.
        int mostInDoubt = leftKib > 0 ? 0 : connections;
        disk.free();
        Ended next = workplace.run("run");
        assertThat(next.exitCode()).as(next.toString()).isZero();
        Books.of(workplace, server).assertNobodyHasTwoOrNone(PEOPLE, mostInDoubt);
    }

    @Test
    void a_disk_that_is_full_already_is_told_before_anything_is_sent() {
        Workplace workplace = workplace(1).contacts(PEOPLE);
        disk.fill(0);

        assertDiskFull(workplace.run("run"));

        assertThat(server.connections()).isZero();
        disk.free();
        assertThat(workplace.run("run").exitCode()).isZero();
        Books.of(workplace, server).assertNobodyHasTwoOrNone(PEOPLE, 0);
        assertShortCommandsLeaveTheLedgerAsItIs(workplace);
    }

    private void assertShortCommandsLeaveTheLedgerAsItIs(Workplace workplace) {
        disk.fill(0);
        // In processes of their own: HSQLDB leaves files open that it could not write to, and the disk could not be
        // unmounted.
        assertDiskFull(workplace.run("resolve", "--resend"));
        assertDiskFull(workplace.run("retry"));
        disk.free();
        Ended export = workplace.typed("export");
        assertThat(export.exitCode()).as(export.toString()).isZero();
    }

    @Test
    void a_disk_that_fills_up_while_enlisting_is_told_before_anything_is_sent() {
        int people = 20_000;
        Workplace workplace = workplace(1)
                .contacts(IntStream.range(0, people)
                        .mapToObj(i -> i < PEOPLE ? "p%d@d%d.example,P".formatted(i, i) : "nobody-%d,P".formatted(i))
                        .toArray(String[]::new));
        disk.fill(10 << 10);

        assertDiskFull(workplace.run("run"));

        assertThat(server.connections()).isZero();
        disk.free();
        assertThat(workplace.run("run").exitCode()).isZero();
        Books.of(workplace, server).assertNobodyHasTwoOrNone(PEOPLE, 0);
    }

    private void assertDiskFull(Ended ended) {
        assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(75);
        // Before it stand the plan and how far the run has come, or nothing.
        String last = ended.err().lines().reduce("", (before, line) -> line);
        assertThat(last)
                .startsWith("the disk that holds " + home.resolve("var") + " is full")
                .contains("free at least", "run again");
        assertThat(ended.err()).doesNotContain("\tat ", "Exception");
    }

    private Workplace workplace(int connections) {
        return new Workplace(home).relay(server, "connections: " + connections);
    }
}
