package org.facteur.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.facteur.packaged.FacteurProcess;
import org.facteur.packaged.FacteurProcess.Ended;
import org.facteur.packaged.Workplace;
import org.facteur.smtp.Action;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands given while a run goes on, and to one that has ended. */
class StopIT {

    @TempDir
    private Path home;

    private final ScriptedSmtpServer server = ScriptedSmtpServer.plain();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void a_run_keeps_others_out_and_ends_its_attempts_when_it_is_asked_to_stop() {
        Workplace workplace = new Workplace(home).ledger().contacts(24).relay(server, "connections: 4");
        Gate gate = Gate.atTheDot(server, 4);

        try (FacteurProcess run = workplace.start("run")) {
            gate.awaitArrived();

            Ended second = workplace.typed("run");
            assertThat(second.exitCode()).as(second.toString()).isEqualTo(75);
            assertThat(second.err()).containsOnlyOnce("\n").contains("pid " + run.pid());
            assertThat(workplace.status().state()).isEqualTo("RUNNING");
            for (String command : List.of("export", "resolve")) {
                Ended busy = workplace.typed(command);
                assertThat(busy.exitCode()).as(busy.toString()).isEqualTo(75);
                assertThat(busy.err()).contains("pid " + run.pid());
            }

            run.terminate();
            await().atMost(Duration.ofSeconds(60)).until(() -> run.said().contains("ending after the letters"));
            // It waits for the replies that are due, and begins nothing more.
            gate.open();
            Ended ended = run.ended();
            assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(143);
            assertThat(ended.out()).contains("voeux: STOPPED", "20 pending", "4 sent");
        }

        assertThat(server.transactions()).hasSize(4);
        assertThat(workplace.status()).satisfies(status -> {
            assertThat(status.state()).isEqualTo("STOPPED");
            assertThat(status.count("sent")).isEqualTo(4);
            assertThat(status.count("pending")).isEqualTo(20);
        });
    }

    @Test
    @Tag("ledger")
    void a_run_that_rests_is_stopped_by_command_and_restarted_once() {
        Workplace workplace = new Workplace(home)
                .ledger()
                .contacts(24)
                .relay(server, "connections: 4")
                .campaign("pace: { chunk: 8, pause: 10m }");
        Ended early = workplace.typed("restart");
        assertThat(early.exitCode()).as(early.toString()).isEqualTo(64);

        try (FacteurProcess run = workplace.start("run")) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> server.acceptedCount() == 8 && Files.exists(home.resolve("var/status.json")));
            Ended stop = workplace.typed("stop");
            assertThat(stop.exitCode()).as(stop.toString()).isZero();
            assertThat(stop.out()).contains("stopped");
            assertThat(run.isAlive()).isFalse();
            assertThat(run.ended().exitCode()).isEqualTo(143);
        }
        assertThat(workplace.typed("stop").out()).contains("no run is going on");

        workplace.campaign("pace: { chunk: 8 }");
        Ended restart = workplace.run("restart");
        assertThat(restart.exitCode()).as(restart.toString()).isZero();
        Ended again = workplace.typed("restart");
        assertThat(again.exitCode()).as(again.toString()).isEqualTo(64);
        assertThat(again.err()).containsOnlyOnce("\n").contains("nothing unfinished");
        Books.of(workplace, server).assertNobodyHasTwoOrNone(24, 0);
    }

    @Test
    void a_run_whose_parent_takes_no_notice_of_its_end_is_stopped_all_the_same() {
        Workplace workplace = new Workplace(home)
                .ledger()
                .contacts(24)
                .relay(server, "timeout: 300s")
                .campaign("pace: { chunk: 8, pause: 10m }");
        // The shell becomes another program while the run is its child: nobody waits for the run.
        List<String> careless = List.of("sh", "-c", "\"$@\" & exec sleep 600", "sh");

        try (FacteurProcess parent =
                FacteurProcess.startUnder(workplace.outputs(), careless, workplace.arguments("run"))) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> server.acceptedCount() == 8 && Files.exists(home.resolve("var/status.json")));
            // It would wait for longer than a command of a test may take.
            Ended stop = workplace.run("stop");
            assertThat(stop.exitCode()).as(stop.toString()).isZero();
            assertThat(stop.out()).contains("stopped");
            assertThat(parent.isAlive()).isTrue();
        }

        assertThat(workplace.status().state()).isEqualTo("STOPPED");
    }

    @Test
    @Tag("ledger")
    void the_owner_decides_about_letters_in_doubt_one_by_one_or_all_at_once() {
        Workplace workplace = new Workplace(home).ledger().contacts(6).relay(server);
        AtomicInteger dots = new AtomicInteger();
        // The first, third and fifth.
        server.on(Step.DOT, at -> dots.incrementAndGet() % 2 == 1 ? Action.close() : Action.proceed());
        Ended run = workplace.typed("run");
        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.out()).contains("3 in doubt").contains("facteur resolve");
        assertThat(workplace.typed("status").out()).contains("3 in doubt").contains("facteur resolve");
        server.on(Step.DOT, at -> Action.proceed());

        List<String> listed = workplace
                .typed("resolve")
                .out()
                .lines()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
        assertThat(listed)
                .hasSize(3)
                .doesNotContainAnyElementsOf(server.countByRecipient().keySet());

        Ended nobody = workplace.typed("resolve", "--resend", "nobody@d1.example");
        assertThat(nobody.exitCode()).as(nobody.toString()).isEqualTo(64);
        assertThat(nobody.err()).contains("nobody@d1.example is not in doubt");
        assertThat(workplace.typed("resolve", "--sent", listed.get(0)).out()).contains("1 letter counted as sent");
        assertThat(workplace.typed("resolve", "--resend").out()).contains("2 letters to be sent again");
        Ended restart = workplace.typed("restart");
        assertThat(restart.exitCode()).as(restart.toString()).isZero();

        assertThat(workplace.states().values()).containsOnly("SENT");
        assertThat(server.countByRecipient()).hasSize(5).doesNotContainKey(listed.get(0));
        assertThat(server.countByRecipient().values()).containsOnly(1L);
    }
}
