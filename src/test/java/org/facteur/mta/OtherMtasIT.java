package org.facteur.mta;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.facteur.job.RunResult;
import org.facteur.pace.Timing;
import org.facteur.packaged.Workplace;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that others have written, each with its own idea of a conversation. */
@Tag("real-mta")
class OtherMtasIT {

    private static final List<String> KNOWN = addresses("here", 490);
    private static final List<String> GONE = addresses("gone", 10);

    @TempDir
    private Path dir;

    private static List<String> addresses(String name, int many) {
        return IntStream.range(0, many)
                .mapToObj(i -> name + i + "@village" + i % 9 + ".example")
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void over_four_connections_everybody_gets_one_letter_and_only_unknown_users_are_refused(OtherMta.Kind kind) {
        kind.assumeUnpacked();
        // Spread among the others, so that each connection meets some.
        List<String> contacts = new ArrayList<>(KNOWN);
        GONE.forEach(gone -> contacts.add(GONE.indexOf(gone) * 40, gone));
        try (OtherMta mta = new OtherMta(kind, dir, KNOWN, GONE)) {
            Workplace workplace = new Workplace(dir.resolve("home"))
                    .contacts(InProcess.contacts(contacts))
                    .relay(mta.port(), "connections: 4", "messages-per-connection: 1000")
                    .campaign("pace: { chunk: 100, pause: 0s }");

            RunResult run = InProcess.run(workplace, Timing.system());

            assertThat(run.exitCode()).as(run.toString()).isZero();
            assertThat(mta.accepted()).as(mta.log()).containsExactlyInAnyOrderElementsOf(KNOWN);
            var rows = InProcess.rows(workplace);
            assertThat(KNOWN)
                    .map(rows::get)
                    .allSatisfy(row -> assertThat(row.state()).isEqualTo("SENT"));
            assertThat(GONE).map(rows::get).allSatisfy(row -> {
                assertThat(row.state()).isEqualTo("REFUSED");
                assertThat(row.category()).isEqualTo("no-such-user");
            });
        }
    }
}
