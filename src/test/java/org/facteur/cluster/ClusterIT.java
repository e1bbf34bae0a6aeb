package org.facteur.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.facteur.cli.Typed;
import org.facteur.packaged.FacteurProcess;
import org.facteur.packaged.FacteurProcess.Ended;
import org.facteur.packaged.Workplace;
import org.facteur.postgres.PostgresServer;
import org.facteur.smtp.ScriptedSmtpServer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** A head and workers, as processes, with one PostgreSQL between them. */
@Tag("postgresql")
class ClusterIT {

    private static final int CONNECTIONS = 6;
    private static final int PER_SECOND = 12;

    @TempDir
    private static Path data;

    @AutoClose
    private static PostgresServer database;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        database = PostgresServer.start(data);
    }

    private Fleet fleet(TestInfo test, int relays, int people) {
        return new Fleet(folder, database.url(schema(test)), relays, people, PER_SECOND);
    }

    private static String schema(TestInfo test) {
        return "f" + Integer.toUnsignedString(test.getDisplayName().hashCode(), 36);
    }

    private static void awaitWorkers(TestInfo test, int workers) {
        while (!database.query("SELECT COUNT(*) FROM " + schema(test) + ".worker")
                .equals(String.valueOf(workers))) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whoever_is_killed_or_frozen_nobody_gets_two_letters_and_nobody_is_left(TestInfo test) {
        int people = 180;
        try (Fleet fleet = fleet(test, 3, people)) {
            Random random = new Random(17);
            List<FacteurProcess> workers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                workers.add(fleet.worker());
            }
            FacteurProcess head = fleet.head();

            int died = 0;
            int events = 0;
            for (String event : List.of("kill", "freeze", "head", "kill", "database")) {
                events++;
                fleet.awaitLetters(18 * events);
                switch (event) {
                    case "kill" -> {
                        workers.remove(random.nextInt(workers.size())).kill();
                        workers.add(fleet.worker());
                        died++;
                    }
                    case "freeze" -> {
                        FacteurProcess frozen = workers.get(random.nextInt(workers.size()));
                        Fleet.freeze(frozen);
                        CompletableFuture.delayedExecutor(4, TimeUnit.SECONDS).execute(() -> Fleet.thaw(frozen));
                        died++;
                    }
                    case "head" -> {
                        head.kill();
                        head = fleet.head();
                    }
                    default -> {
                        database.stop();
                        database.startAgain();
                    }
                }
            }
            Ended ended = head.ended();
            Workplace.Status status = fleet.status();

            assertThat(ended.exitCode()).as(fleet.said()).isZero();
            assertThat(fleet.countByRecipient().values())
                    .as("letters for an address")
                    .containsOnly(1L);
            assertThat(status.state()).isEqualTo("COMPLETED");
            assertThat(status.sum()).isEqualTo(status.rows()).isEqualTo(people);
            assertThat(status.count("sent") + status.count("inDoubt")).isEqualTo(people);
            assertThat(status.count("inDoubt")).isLessThanOrEqualTo((long) died * CONNECTIONS);
            fleet.relays().forEach(ClusterIT::assertLimitHeld);
            for (FacteurProcess worker : workers) {
                worker.terminate();
                assertThat(worker.ended().exitCode()).as(fleet.said()).isZero();
            }
        }
    }

    private static void assertLimitHeld(ScriptedSmtpServer relay) {
        List<Instant> dots = Fleet.dots(relay);
        for (int i = PER_SECOND; i < dots.size(); i++) {
            assertThat(Duration.between(dots.get(i - PER_SECOND), dots.get(i)))
                    .as("from letter %d on", i - PER_SECOND)
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void a_worker_waits_for_its_head_and_stop_reaches_all_also_with_a_dead_worker(TestInfo test) {
        try (Fleet fleet = fleet(test, 2, 400)) {
            FacteurProcess one = fleet.worker();
            FacteurProcess other = fleet.worker();
            FacteurProcess head = fleet.head();
            fleet.awaitLetters(10);
            awaitWorkers(test, 2);
            Typed plain = fleet.typed("run");
            Fleet.freeze(one);

            Typed stop = fleet.typedAt("home2", "stop");

            assertThat(plain.exitCode()).isEqualTo(75);
            assertThat(stop.exitCode()).as(stop + fleet.said()).isZero();
            assertThat(head.ended().exitCode()).isEqualTo(143);
            int letters = fleet.countByRecipient().size();
            Fleet.thaw(one);
            assertThat(fleet.typed("stop", "--workers").exitCode()).isZero();
            assertThat(one.ended().exitCode()).as(fleet.said()).isZero();
            assertThat(other.ended().exitCode()).as(fleet.said()).isZero();
            assertThat(fleet.countByRecipient().values()).containsOnly(1L).hasSize(letters);
            assertThat(fleet.status().sum()).isEqualTo(400);
            assertThat(fleet.status().state()).isEqualTo("STOPPED");
        }
    }

    @Test
    void a_worker_with_another_letter_refuses_and_a_run_by_itself_beside_a_worker_is_refused(TestInfo test) {
        try (Fleet fleet = fleet(test, 1, 60)) {
            FacteurProcess head = fleet.head();
            Fleet elsewhere = new Fleet(folder.resolve("elsewhere"), fleet.url(), 1, 0, PER_SECOND);
            try (elsewhere) {
                elsewhere.write("input/letter.txt", "Another letter\n");
                Ended refused = elsewhere.worker().ended();

                assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(78);
                assertThat(refused.err()).contains("the letter here is not the one that was enlisted");
            }
            FacteurProcess worker = fleet.worker();
            assertThat(head.ended().exitCode()).as(fleet.said()).isZero();
            Typed plain = fleet.typed("run");
            assertThat(plain.exitCode()).isEqualTo(75);
            assertThat(plain.err()).contains("workers are there (w1)");
            worker.terminate();
            assertThat(worker.ended().exitCode()).isZero();
            assertThat(fleet.typed("run").exitCode()).isZero();
            assertThat(fleet.countByRecipient().values()).hasSize(60).containsOnly(1L);
        }
    }
}
