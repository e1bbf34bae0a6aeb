package org.facteur.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.facteur.packaged.FacteurProcess;
import org.facteur.packaged.FacteurProcess.Ended;
import org.facteur.packaged.Workplace;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Transaction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A campaign under limits whose process is killed again and again: limits hold over all of its lives together. {@code
 * facteur.storm.kills} says how often, 6 times where it says nothing.
 */
class StormIT {

    private static final int KILLS = Integer.getInteger("facteur.storm.kills", 6);
    private static final int CONNECTIONS = 2;
    private static final int PER_SECOND = 4;
    private static final int PER_MINUTE = 40;

    @TempDir
    private Path home;

    @Test
    void limits_hold_over_all_lives_and_nobody_has_two_letters() {
        Random random = new Random(20_270_101);
        int people = 6 * KILLS + PER_SECOND;
        try (ScriptedSmtpServer server = ScriptedSmtpServer.plain()) {
            Workplace workplace = new Workplace(home)
                    .contacts(people)
                    .relay(server, "connections: " + CONNECTIONS)
                    .campaign("pace: { limits: [ %d/second, %d/minute ] }".formatted(PER_SECOND, PER_MINUTE));
            for (int kill = 0; kill < KILLS; kill++) {
                // At the first letter of a life or some letters later, and then at any instant of the next ones.
                long letters = server.acceptedCount() + 1 + random.nextInt(6);
                Duration later = Duration.ofMillis(random.nextInt(300));
                try (FacteurProcess run = workplace.start("run")) {
                    await().atMost(Duration.ofSeconds(150))
                            .pollInterval(Duration.ofMillis(5))
                            .until(() -> server.acceptedCount() >= letters);
                    await().pollDelay(later).until(() -> true);
                    run.kill();
                }
            }

            Ended last = workplace.run("run");

            assertThat(last.exitCode()).as(last.toString()).isZero();
            Books books = Books.of(workplace, server);
            books.assertNobodyHasTwoOrNone(people, KILLS * CONNECTIONS);
            List<Instant> dots = server.transactions().stream()
                    .map(Transaction::dotAt)
                    .filter(Objects::nonNull)
                    .sorted()
                    .toList();
            assertSpread(dots, PER_SECOND, Duration.ofSeconds(1));
            assertSpread(dots, PER_MINUTE, Duration.ofMinutes(1));
        }
    }

    /** No window of that length, wherever it begins, holds more than so many. */
    private static void assertSpread(List<Instant> dots, int most, Duration window) {
        for (int i = most; i < dots.size(); i++) {
            assertThat(Duration.between(dots.get(i - most), dots.get(i)))
                    .as("from letter %d to letter %d", i - most, i)
                    .isGreaterThanOrEqualTo(window);
        }
    }
}
