package org.facteur.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.facteur.packaged.FacteurProcess.Ended;
import org.facteur.packaged.Workplace;
import org.facteur.smtp.ScriptedSmtpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the owner can mend is told in a sentence and by an exit code, and costs nobody a letter. One of them by a process of its own. */
class ExitCodesIT {

    private static final int PEOPLE = 4;

    @TempDir
    private Path home;

    private final ScriptedSmtpServer server = ScriptedSmtpServer.plain();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void a_refused_login_is_77_and_the_right_password_completes_the_mailing() throws IOException {
        server.login("zythom", "the right one");
        Path secret = Files.writeString(home.resolve("password"), "a wrong one\n");
        Workplace workplace = new Workplace(home)
                .ledger()
                .contacts(PEOPLE)
                .relay(server, "username: zythom", "password-file: " + secret);

        assertEnds(workplace.run("run"), 77, "relay ecole", "535 5.7.8", "check the relay's username and password");

        assertThat(workplace.status().count("pending")).isEqualTo(PEOPLE);
        Files.writeString(secret, "the right one\n");
        assertThat(workplace.typed("run").exitCode()).isZero();
        Books.of(workplace, server).assertNobodyHasTwoOrNone(PEOPLE, 0);
    }

    @Test
    void a_relay_that_cannot_be_used_is_69_and_the_next_run_tries_it_at_once() throws IOException {
        Workplace workplace = new Workplace(home).ledger().contacts(PEOPLE);
        try (var gone = ScriptedSmtpServer.plain()) {
            gone.leave();
            workplace.relay(gone);
            assertEnds(workplace.typed("run"), 69, "relay ecole", "refuses the connection; check relays.ecole.port");
        }

        workplace.relay(server, "tls: starttls");
        assertEnds(
                workplace.typed("run"), 69, "relay ecole", "does not offer STARTTLS, and no letter leaves without it");
        assertThat(server.transactions()).isEmpty();

        workplace.relay(server);
        assertThat(workplace.typed("run").exitCode()).isZero();
        Books.of(workplace, server).assertNobodyHasTwoOrNone(PEOPLE, 0);
    }

    @Test
    void wrong_files_and_words_are_told_before_anybody_is_called() throws IOException {
        Workplace workplace = new Workplace(home).ledger().contacts(PEOPLE).relay(server);

        workplace.letter("Bonjour,\n{% if prenom == 'P3' %}{{ prenom * 2 }}{% endif %}\n");
        assertEnds(workplace.typed("run"), 65, "letter.txt:2", "contact on line 4");
        workplace.letter("Bonjour {{ prenom }} !\n");

        assertEnds(workplace.typed("run", "2027"), 64, "\"2027\" is not a parameter; write for example year=2027");
        assertThat(workplace.typed("run", "--fast").exitCode()).isEqualTo(64);

        workplace.campaign("pace: { limits: [ 500 per day ] }");
        assertEnds(workplace.typed("run"), 78, "job.yaml:", "write for example 500/day");
        workplace.campaign();

        Files.delete(home.resolve("input/contacts.csv"));
        assertEnds(workplace.typed("run"), 66, "contacts.csv");

        assertThat(server.connections()).isZero();
    }

    private static void assertEnds(Ended ended, int exitCode, String... parts) {
        assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(exitCode);
        assertThat(ended.err()).contains(parts).doesNotContain("\tat ", "Exception", "a bug of ours", "a wrong one");
    }
}
