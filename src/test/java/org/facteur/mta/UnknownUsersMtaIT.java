package org.facteur.mta;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.facteur.job.RunResult;
import org.facteur.pace.Timing;
import org.facteur.packaged.Workplace;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contacts of years ago: half of them have moved. */
@Tag("real-mta")
class UnknownUsersMtaIT {

    private static final List<String> KNOWN = addresses("here");
    private static final List<String> GONE = addresses("gone");

    @TempDir
    private Path dir;

    private static List<String> addresses(String name) {
        return IntStream.range(0, 30)
                .mapToObj(i -> name + i + "@village" + i % 4 + ".example")
                .toList();
    }

    @BeforeAll
    static void postfix_is_here() {
        Programs.assumeInstalled("postfix");
    }

    @Test
    void unknown_users_are_refused_and_nobody_else_comes_to_harm() {
        List<String> contacts = new ArrayList<>(GONE);
        contacts.addAll(KNOWN);
        try (PostfixServer postfix = new PostfixSetup(dir, KNOWN).start()) {
            Workplace workplace = new Workplace(dir.resolve("home"))
                    .contacts(InProcess.contacts(contacts))
                    .relay(postfix.port());

            RunResult run = InProcess.run(workplace, Timing.system());

            assertThat(run.exitCode()).as(run.toString()).isZero();
            var rows = InProcess.rows(workplace);
            assertThat(rows).containsOnlyKeys(contacts);
            assertThat(GONE).map(rows::get).allSatisfy(row -> {
                assertThat(row.state()).isEqualTo("REFUSED");
                assertThat(row.category()).isEqualToIgnoringCase("no-such-user");
                assertThat(row.reply()).startsWith("550 5.1.1 ");
                assertThat(row.attempts()).isEqualTo(1);
            });
            assertThat(KNOWN).map(rows::get).allSatisfy(row -> {
                assertThat(row.state()).isEqualTo("SENT");
                assertThat(row.attempts()).isEqualTo(1);
            });
            assertThat(postfix.letters())
                    .containsOnlyKeys(KNOWN)
                    .allSatisfy((recipient, letters) -> assertThat(letters).hasSize(1));
            // 30 errors in one session would have been 10 too many for Postfix.
            assertThat(postfix.log()).doesNotContain("too many errors");
        }
    }
}
