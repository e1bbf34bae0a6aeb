package org.facteur.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.facteur.packaged.FacteurProcess;
import org.facteur.packaged.FacteurProcess.Ended;
import org.facteur.packaged.Workplace;
import org.facteur.smtp.ScriptedSmtpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operating system is asked for, in order: a letter's seal is written and synced before its final dot is sent. */
class SyncBeforeDotIT {

    private static final int PEOPLE = 12;
    private static final int MANY = 400;

    @TempDir
    private Path home;

    @ParameterizedTest(name = "{0} connection(s)")
    @ValueSource(ints = {1, 4})
    void each_seal_is_on_the_disk_before_its_dot_leaves(int connections) throws IOException, InterruptedException {
        assumeTrue(straceWorks(), "strace is not installed, or may not trace here");
        Path trace = home.resolve("trace.txt");
        // Whole writes: a group of seals is one of them.
        List<String> strace = List.of(
                "strace",
                "-f",
                "-y",
                "-ttt",
                "-s",
                "100000",
                "-e",
                "trace=fsync,fdatasync,write,writev,sendto,sendmsg",
                "-o",
                trace.toString());
        try (ScriptedSmtpServer server = ScriptedSmtpServer.plain()) {
            Workplace workplace =
                    new Workplace(home).ledger().contacts(PEOPLE).relay(server, "connections: " + connections);

            Ended ended = FacteurProcess.startUnder(workplace.outputs(), strace, workplace.arguments("run"))
                    .ended();

            assertThat(ended.exitCode()).as(ended.toString()).isZero();
            SystemCalls calls = SystemCalls.of(Files.readAllLines(trace, StandardCharsets.ISO_8859_1));
            assertThat(calls.dots())
                    .containsExactlyInAnyOrderElementsOf(
                            server.countByRecipient().keySet())
                    .hasSize(PEOPLE);
            assertThat(calls.tooEarly()).isEmpty();
        }
    }

    /** The database keeps such an error to itself. */
    @Test
    void where_the_disk_does_not_keep_what_it_was_given_no_dot_leaves_and_the_next_run_goes_on()
            throws IOException, InterruptedException {
        assumeTrue(straceWorks(), "strace is not installed, or may not trace here");
        // Counted for each thread: the ledger has one for each letter, no other has as many.
        List<String> failing = List.of(
                "strace", "-f", "-e", "trace=fsync", "-e", "inject=fsync:error=EIO:when=300+", "-o", "/dev/null");
        try (ScriptedSmtpServer server = ScriptedSmtpServer.plain()) {
            Workplace workplace = new Workplace(home).contacts(MANY).relay(server);

            Ended ended = FacteurProcess.startUnder(workplace.outputs(), failing, workplace.arguments("run"))
                    .ended();

            assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(75);
            assertThat(ended.err()).contains("a record did not reach ");
            assertThat(server.countByRecipient()).hasSizeBetween(1, MANY - 1);

            Ended next = workplace.run("run");

            assertThat(next.exitCode()).as(next.toString()).isZero();
            // The letter whose seal was lost may be in doubt: the database believes that it has it.
            assertThat(server.countByRecipient()).hasSizeBetween(MANY - 1, MANY);
            assertThat(server.countByRecipient().values()).containsOnly(1L);
        }
    }

    /** Else the first test could not fail. */
    @Test
    void a_dot_that_leaves_while_its_seal_is_being_synced_is_noticed() {
        String envelope = "7 1.0 write(9<socket:[1]>, \"RCPT TO:<a@d.example>\\r\\n\", 24) = 24";
        String seal = "8 1.1 write(5</h/var/ledger.log>, \"INSERT INTO DELIVERY VALUES(1,'v','a@d.example','SENDING')"
                + "\\nCOMMIT\\n\", 70) = 70";
        String dot = "7 1.3 write(9<socket:[1]>, \".\\r\\n\", 3) = 3";
        String begins = "8 1.2 fsync(5</h/var/ledger.log> <unfinished ...>";
        String ends = "8 1.4 <... fsync resumed>) = 0";

        assertThat(SystemCalls.of(List.of(envelope, seal, begins, ends, dot)).tooEarly())
                .isEmpty();
        assertThat(SystemCalls.of(List.of(envelope, seal, begins, dot, ends)).tooEarly())
                .containsExactly("a@d.example");
        assertThat(SystemCalls.of(List.of(envelope, begins, seal, ends, dot)).tooEarly())
                .containsExactly("a@d.example");
    }

    private static boolean straceWorks() throws InterruptedException {
        try {
            return new ProcessBuilder("strace", "-f", "-o", "/dev/null", "true")
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
