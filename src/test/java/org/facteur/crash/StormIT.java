package org.facteur.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.facteur.crash.LimitsUsed.Life;
import org.facteur.pace.Limit;
import org.facteur.packaged.FacteurProcess;
import org.facteur.packaged.FacteurProcess.Ended;
import org.facteur.packaged.Workplace;
import org.facteur.reason.ExitCodes;
import org.facteur.smtp.ScriptedSmtpServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A campaign under limits whose process is killed again and again: limits hold over all of its lives together, and are used up. {@code
 * facteur.storm.kills} says how often it is killed, 3 times where it says nothing. With 30 the minute's limit is what holds the
 * last life back, with few only the hour's does.
 */
@Tag("storm")
class StormIT {

    private static final int KILLS = Integer.getInteger("facteur.storm.kills", 3);
    private static final int CONNECTIONS = 2;
    /** So that a life sends some letters, and not all of them. */
    private static final Limit SECOND = new Limit(4, Duration.ofSeconds(1));

    /** With many kills less than the last life has left to send, however slowly the others went; with few it would cost a minute. */
    private static final Limit MINUTE = new Limit(KILLS < 10 ? 40 : 35, Duration.ofMinutes(1));

    /**
     * Less than there are letters: the last life ends when the hour is full. Each life takes some four places, those in doubt included; more
     * than a minute's are left to the last one, which has to wait for it.
     */
    private static final Limit HOUR = new Limit(KILLS < 10 ? 20 + 4 * KILLS : 60 + 4 * KILLS, Duration.ofHours(1));

    private static final int PEOPLE = HOUR.count() + 4;
    private static final Duration LONGEST = Duration.ofMinutes(10);

    @TempDir
    private Path home;

    @Test
    void limits_hold_over_all_lives_and_are_used_up_and_nobody_has_two_letters() {
        Random random = new Random(20_270_101);
        List<Life> lives = new ArrayList<>();
        try (ScriptedSmtpServer server = ScriptedSmtpServer.plain()) {
            Workplace workplace = new Workplace(home)
                    .contacts(PEOPLE)
                    .relay(server, "connections: " + CONNECTIONS)
                    .campaign("pace: { patience: 2m, pause: 0s, limits: [ %s, %s, %s ] }"
                            .formatted(SECOND, MINUTE, HOUR));
            for (int kill = 0; kill < KILLS; kill++) {
                // At the first letter of a life, and then at any instant of the next ones.
                long letters = server.acceptedCount() + 1;
                Duration later = Duration.ofMillis(random.nextInt(400));
                Instant begun = Instant.now();
                try (FacteurProcess run = workplace.start("run")) {
                    lives.add(new Life(begun, readiness(run)));
                    await().atMost(LONGEST)
                            .pollInterval(Duration.ofMillis(5))
                            .until(() -> server.acceptedCount() >= letters);
                    await().pollDelay(later).until(() -> true);
                    run.kill();
                }
            }
            Ended last;
            Instant begun = Instant.now();
            try (FacteurProcess run = workplace.start("run")) {
                lives.add(new Life(begun, readiness(run)));
                await().atMost(LONGEST).until(() -> !run.isAlive());
                last = run.ended();
            }

            assertThat(last.exitCode()).as(last.toString()).isEqualTo(ExitCodes.TRY_LATER);
            Books books = Books.of(workplace, server);
            assertThat(books.status().reason()).isEqualTo("campaign: " + HOUR + " reached");
            books.assertNobodyHasTwo(KILLS * CONNECTIONS);
            assertThat(books.status().count("sent") + books.status().count("inDoubt"))
                    .as("letters that took a place in the hour")
                    .isEqualTo(HOUR.count());
            LimitsUsed used = LimitsUsed.of(server, lives);
            used.assertNeverExceeded(SECOND);
            used.assertNeverExceeded(MINUTE);
            used.assertNeverExceeded(HOUR);
            int waits = used.assertNoTimeLost(MINUTE, List.of(SECOND, HOUR));
            if (HOUR.count() > 2 * MINUTE.count()) {
                assertThat(waits).as("letters that waited for the minute").isPositive();
            }
        }
    }

    /** When a life has read its ledger and may send: it says its plan then. What comes before is the price of a start. */
    private static Instant readiness(FacteurProcess run) {
        await().atMost(LONGEST)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> run.said().contains(" letters") || !run.isAlive());
        return Instant.now();
    }
}
