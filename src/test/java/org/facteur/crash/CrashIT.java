package org.facteur.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.facteur.packaged.Workplace;
import org.facteur.smtp.ScriptedSmtpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The packaged program killed at each instant of its work and given the command again: nobody is written to twice, nobody is
 * forgotten, and those who may have a letter or not are held in doubt.
 */
@Tag("ledger")
class CrashIT {

    private static final int CHUNK = 8;

    @TempDir
    private Path home;

    private final ScriptedSmtpServer server = ScriptedSmtpServer.plain();

    @AfterEach
    void close() {
        server.close();
    }

    /** Each run sends a chunk and dies in the next, so that what happened before has been recorded. */
    @ParameterizedTest(name = "{0} connection(s)")
    @ValueSource(ints = {1, 4})
    void everyone_has_one_letter_after_a_death_at_each_instant(int connections) throws InterruptedException {
        int people = CHUNK * (Death.values().length + 2);
        Workplace workplace = workplace(people, connections);
        int inDoubt = 0;

        for (Death death : Death.values()) {
            workplace.campaign(
                    "pace: { chunk: 8, pause: %s }".formatted(death == Death.BETWEEN_TWO_CHUNKS ? "10m" : "0s"));
            death.of(workplace, server, CHUNK, connections);

            int sealed = death.leavesDoubt() ? connections : 0;
            assertThat(Collections.frequency(workplace.states().values(), "SENDING"))
                    .as("sealed when it died %s", death)
                    .isEqualTo(sealed);
            assertThat(Collections.frequency(workplace.states().values(), "IN_DOUBT"))
                    .as("in doubt before it died %s", death)
                    .isEqualTo(inDoubt);
            assertThat(server.countByRecipient().values())
                    .as("letters for an address after it died %s", death)
                    .containsOnly(1L);
            inDoubt += sealed;
        }
        workplace.campaign("pace: { chunk: 8 }");
        assertThat(workplace.run("run").exitCode()).isZero();

        Books books = Books.of(workplace, server);
        books.assertNobodyHasTwoOrNone(people, inDoubt);
        assertThat(books.inDoubt()).hasSize(inDoubt);
        // Of those in doubt the server had taken what it had answered for.
        assertThat(books.received()).hasSize(people - inDoubt + connections);
    }

    @Test
    void a_death_while_enlisting_leaves_whole_transactions() {
        List<String> rows = new ArrayList<>();
        // Enough for several transactions; most of them nobody.
        IntStream.range(0, 1200).forEach(i -> rows.add(i % 50 == 0 ? "p%d@d%d.example,P".formatted(i, i) : i + ",P"));
        Workplace workplace = workplace(0, 4).contacts(rows.toArray(String[]::new));
        Death.halted(HaltedRun.At.ENLISTING, workplace, 1, 1);
        assertThat(server.connections()).isZero();
        assertThat(workplace.states()).hasSize(500);

        assertThat(workplace.run("run").exitCode()).isZero();

        Books books = Books.of(workplace, server);
        books.assertNobodyHasTwoOrNone(24, 0);
        assertThat(books.status().rows()).isEqualTo(1200);
    }

    @Test
    void deaths_while_settling_and_before_the_first_chunk_of_a_run_that_goes_on() throws InterruptedException {
        Workplace workplace = workplace(24, 4);
        Death.AFTER_THE_DOT_AND_BEFORE_THE_REPLY.of(workplace, server, CHUNK, 4);
        Death.halted(HaltedRun.At.SETTLING, workplace, 0, 1);
        assertThat(workplace.status()).satisfies(status -> {
            assertThat(status.state()).isEqualTo("INTERRUPTED");
            assertThat(status.count("sending")).isEqualTo(4);
        });
        Death.BEFORE_MAIL.of(workplace, server, 0, 4);
        assertThat(Collections.frequency(workplace.states().values(), "IN_DOUBT"))
                .isEqualTo(4);

        assertThat(workplace.run("run").exitCode()).isZero();

        Books books = Books.of(workplace, server);
        books.assertNobodyHasTwoOrNone(24, 4);
        assertThat(books.inDoubt()).hasSize(4);
    }

    private Workplace workplace(int people, int connections) {
        return new Workplace(home)
                .ledger()
                .contacts(people)
                .relay(server, "connections: " + connections)
                .campaign("pace: { chunk: 8 }");
    }
}
