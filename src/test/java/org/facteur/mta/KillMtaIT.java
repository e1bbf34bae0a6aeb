package org.facteur.mta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.facteur.packaged.FacteurProcess;
import org.facteur.packaged.Workplace;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The power goes, twice, while letters leave over three connections. */
@Tag("real-mta")
class KillMtaIT {

    private static final int CONNECTIONS = 3;
    private static final List<String> RECIPIENTS = IntStream.range(0, 150)
            .mapToObj(i -> "friend" + i + "@village" + i % 5 + ".example")
            .toList();

    @TempDir
    private Path dir;

    @BeforeAll
    static void postfix_is_here() {
        Programs.assumeInstalled("postfix");
    }

    @Test
    void after_kills_everyone_has_one_letter_or_is_in_doubt() {
        try (PostfixServer postfix = new PostfixSetup(dir, RECIPIENTS).start()) {
            Workplace workplace = new Workplace(dir.resolve("home"))
                    .contacts(InProcess.contacts(RECIPIENTS))
                    .relay(postfix.port(), "connections: " + CONNECTIONS)
                    // Slow enough for a kill in the middle.
                    .campaign("pace: { limits: [ 20/second ], chunk: 30 }");
            int[] kills = {20, 70};
            for (int letters : kills) {
                try (FacteurProcess run = workplace.start("run")) {
                    await("letters at Postfix")
                            .atMost(Duration.ofMinutes(2))
                            .failFast(() ->
                                    assertThat(run.isAlive()).as(run.said()).isTrue())
                            .until(() -> postfix.accepted() >= letters);
                    assertThat(run.kill().exitCode()).isEqualTo(128 + 9);
                }
            }
            assertThat(postfix.accepted()).isLessThan(RECIPIENTS.size());

            FacteurProcess.Ended last = workplace.run("run");

            assertThat(last.exitCode()).as(last.toString()).isZero();
            Map<String, InProcess.Row> rows = InProcess.rows(workplace);
            Map<String, List<String>> letters = postfix.letters();
            assertThat(letters)
                    .allSatisfy((recipient, received) -> assertThat(received).hasSize(1));
            assertThat(rows)
                    .containsOnlyKeys(RECIPIENTS)
                    .allSatisfy((recipient, row) -> assertThat(row.state())
                            .isIn(letters.containsKey(recipient) ? List.of("SENT", "IN_DOUBT") : List.of("IN_DOUBT")));
            assertThat(rows.values())
                    .filteredOn(row -> row.state().equals("IN_DOUBT"))
                    .hasSizeLessThanOrEqualTo(kills.length * CONNECTIONS);
        }
    }
}
