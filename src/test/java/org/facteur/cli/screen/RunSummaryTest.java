package org.facteur.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.cli.Typed.facteur;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.facteur.cli.Typed;
import org.facteur.reason.ExitCodes;
import org.facteur.smtp.Action;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunSummaryTest {

    @TempDir
    private Path home;

    private Typed run(String letter, String relays, int port) throws IOException {
        return run(letter, relays, port, "");
    }

    private Typed run(String letter, String relays, int port, String moreRows) throws IOException {
        Path jobs = Files.createDirectories(home.resolve("jobs"));
        Files.writeString(jobs.resolve("contacts.csv"), "email,prenom\nmarie@example.org,Marie\n" + moreRows);
        Files.writeString(jobs.resolve("letter.txt"), letter);
        Path job = Files.writeString(jobs.resolve("job.yaml"), """
                campaign:
                  name: voeux
                  from: zythom@ecole.example
                  contacts: { file: contacts.csv }
                  message: { subject: Bonjour, text: letter.txt }
                  relays: %s
                relays:
                  ecole: { host: 127.0.0.1, port: %d, tls: none, limits: [ 9/day ] }
                """.formatted(relays, port));
        return facteur("run", job.toString());
    }

    @Test
    void a_run_into_the_sandbox_says_where_to_look_at_the_letters() throws IOException {
        Typed done = run("Bonjour {{ prenom }}", "[ sandbox ]", 25);

        assertThat(done.exitCode()).isEqualTo(ExitCodes.DONE);
        assertThat(done.out()).contains("Look at the letters in " + home.resolve("var/sandbox/voeux"));
    }

    @Test
    void where_no_letter_left_there_is_none_to_look_at() throws IOException {
        Typed failed = run("Bonjour {{ nom }}", "[ sandbox ]", 25);

        assertThat(failed.exitCode()).isEqualTo(ExitCodes.DATA);
        assertThat(failed.err()).contains("letter.txt:1:");
        assertThat(failed.out()).contains("voeux: FAILED").doesNotContain("Look at the letters");
    }

    @Test
    void a_row_that_is_left_out_is_told_with_its_whole_cell_and_without_the_advice() throws IOException {
        Typed done = run("Bonjour {{ prenom }}", "[ sandbox ]", 25, "\"a@example.org; b@example.org\",Zoé\n");

        assertThat(done.out()).contains("line 3 (\"a@example.org; b@example.org\" looks like two addresses);");
    }

    @Test
    void what_stays_refused_for_what_may_be_ours_is_told_with_the_command_that_sends_it() throws IOException {
        try (var server = ScriptedSmtpServer.plain()) {
            server.on(Step.RCPT, at -> Action.reply("550 Xyzzy"));
            Typed refused = run("Bonjour {{ prenom }}", "[ ecole ]", server.port());

            assertThat(refused.out())
                    .contains("1 letter stays refused for what may be no fault of its address (")
                    .contains("facteur retry JOB --category unknown-permanent");
        }
    }

    @Test
    void an_address_that_is_no_good_is_nobody_elses_fault() throws IOException {
        try (var server = ScriptedSmtpServer.plain()) {
            server.on(Step.RCPT, at -> Action.reply("550 5.1.1 No such user here"));
            Typed refused = run("Bonjour {{ prenom }}", "[ ecole ]", server.port());

            assertThat(refused.out())
                    .contains("1 letter could not be delivered")
                    .doesNotContain("stays refused");
        }
    }
}
