package org.facteur.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.facteur.packaged.FacteurProcess.Ended;
import org.facteur.packaged.Workplace;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Transaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contacts and letter changed between two runs of a campaign. */
@Tag("ledger")
class ChangedFilesIT {

    @TempDir
    private Path home;

    private final ScriptedSmtpServer server = ScriptedSmtpServer.plain();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void who_was_enlisted_keeps_its_values_and_gets_the_letter_as_it_is_now() {
        Workplace workplace = new Workplace(home)
                .ledger()
                .contacts(12)
                .letter("Premier texte pour {{ prenom }}.\n")
                .relay(server)
                .campaign("pace: { limits: [ 8/day ], patience: 0s }");
        Ended first = workplace.run("run");
        assertThat(first.exitCode()).as(first.toString()).isEqualTo(75);
        assertThat(workplace.status()).satisfies(status -> {
            assertThat(status.state()).isEqualTo("PAUSED");
            assertThat(status.reason()).contains("8/day");
        });
        Set<String> sent = Set.copyOf(server.countByRecipient().keySet());
        assertThat(sent).hasSize(8);

        List<String> rows = new ArrayList<>();
        for (int i = 1; i <= 14; i++) {
            rows.add("p%d@d%d.example,Autre".formatted(i, i));
        }
        // One who has had the letter, one who has not.
        rows.removeIf(
                row -> row.startsWith(first(sent::contains)) || row.startsWith(first(who -> !sent.contains(who))));
        Collections.reverse(rows);
        workplace
                .contacts(rows.toArray(String[]::new))
                .letter("Second texte pour {{ prenom }}.\n")
                .campaign("pace: { limits: [ 100/day ] }");
        Ended second = workplace.run("run");

        assertThat(second.exitCode()).as(second.toString()).isZero();
        assertThat(second.err())
                .contains(
                        "the letter has changed since it was enlisted: 8 had the earlier one, 6 will get it as it is now")
                .contains("3 contacts not written to yet have changed in the file")
                .contains("1 contact not written to yet is no longer in the contacts file");
        Map<String, String> texts =
                server.accepted().stream().collect(Collectors.toMap(Transaction::recipient, Transaction::messageText));
        assertThat(texts).hasSize(14);
        for (int i = 1; i <= 14; i++) {
            String address = "p%d@d%d.example".formatted(i, i);
            assertThat(texts.get(address))
                    .as(address)
                    .contains((sent.contains(address) ? "Premier" : "Second") + " texte pour "
                            + (i > 12 ? "Autre" : "P" + i) + ".");
        }
        assertThat(workplace.status()).satisfies(status -> {
            assertThat(status.rows()).isEqualTo(status.sum()).isEqualTo(14);
            assertThat(status.count("sent")).isEqualTo(14);
        });
    }

    /** Among the twelve of the first run. */
    private static String first(Function<String, Boolean> wanted) {
        for (int i = 1; i <= 12; i++) {
            String address = "p%d@d%d.example".formatted(i, i);
            if (wanted.apply(address)) {
                return address;
            }
        }
        throw new IllegalStateException("nobody");
    }
}
