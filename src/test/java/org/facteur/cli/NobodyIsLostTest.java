package org.facteur.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.cli.Typed.facteur;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.facteur.home.Home;
import org.facteur.ledger.EmptyLedger;
import org.facteur.reason.ExitCodes;
import org.facteur.smtp.Action;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fault of ours, once it is mended, costs no recipient a letter. */
class NobodyIsLostTest {

    @TempDir
    private Path home;

    private final ScriptedSmtpServer server = ScriptedSmtpServer.plain();

    private volatile boolean refuses;

    @BeforeEach
    void a_ledger() {
        EmptyLedger.in(new Home(home));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Path job(String name, String relays, String contacts, String more) throws IOException {
        Path jobs = Files.createDirectories(home.resolve("jobs"));
        Files.writeString(jobs.resolve("contacts.csv"), contacts);
        Files.writeString(jobs.resolve("letter.txt"), "Bonjour {{ prenom }}");
        return Files.writeString(jobs.resolve("job.yaml"), """
                campaign:
                  name: %s
                  from: zythom@ecole.example
                  contacts: { file: contacts.csv%s }
                  message: { subject: Bonjour, text: letter.txt }
                  relays: %s
                relays:
                  ecole: { host: 127.0.0.1, port: %d, tls: none }
                """.formatted(name, more, relays, server.port()));
    }

    private String job(String relays, String contacts) throws IOException {
        return job("voeux", relays, contacts, "").toString();
    }

    private static final String TWO = "email,prenom\nmarie@example.org,Marie\npaul@example.net,Paul\n";

    @Test
    void a_letter_refused_for_its_content_is_sent_to_all_once_it_is_mended() throws IOException {
        refuses = true;
        server.on(
                Step.DOT,
                at -> refuses
                        ? Action.reply("550 5.6.0 Message rejected due to unacceptable content")
                        : Action.proceed());
        String job = job("[ ecole ]", TWO);

        Typed refused = facteur("run", job);
        assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(ExitCodes.DATA);
        assertThat(refused.out()).startsWith("voeux: FAILED").contains("2 pending, of 2 rows");

        refuses = false;
        assertThat(facteur("run", job).exitCode()).isZero();
        assertThat(server.acceptedCount()).isEqualTo(2);
    }

    @Test
    void a_sender_that_the_relay_cannot_take_is_the_job_file_s_matter_and_costs_nobody_a_letter() throws IOException {
        String job = job("[ ecole ]", TWO);
        String ascii = Files.readString(Path.of(job));
        for (String odd : new String[] {
            ascii.replace("zythom@", "zoé@"), ascii.replace("  contacts:", "  reply-to: zoé@ecole.example\n  contacts:")
        }) {
            Files.writeString(Path.of(job), odd);

            Typed refused = facteur("run", job);

            assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(ExitCodes.CONFIG);
            assertThat(refused.err()).contains("the relay takes no sender beyond ASCII");
            assertThat(refused.out()).doesNotContain("refused");
        }
        assertThat(server.transactions()).isEmpty();

        Files.writeString(Path.of(job), ascii);
        assertThat(facteur("run", job).exitCode()).isZero();
        assertThat(server.acceptedCount()).isEqualTo(2);
    }

    @Test
    void a_file_that_has_gone_since_it_was_enlisted_is_no_fault_of_the_relay_s() throws IOException {
        String job = job("[ ecole ]", TWO);
        String once = Files.readString(Path.of(job))
                .replace(
                        "letter.txt }", "letter.txt, attachments: '{{ prenom }}.pdf' }\n  pace: { limits: [ 1/day ] }");
        Files.writeString(Path.of(job), once);
        for (String name : new String[] {"Marie.pdf", "Paul.pdf"}) {
            Files.writeString(home.resolve("jobs").resolve(name), "%PDF-1.4");
        }
        assertThat(facteur("run", job).exitCode()).isEqualTo(ExitCodes.TRY_LATER);
        for (String name : new String[] {"Marie.pdf", "Paul.pdf"}) {
            Files.delete(home.resolve("jobs").resolve(name));
        }
        Files.writeString(Path.of(job), once.replace("1/day", "9/day"));

        Typed gone = facteur("run", job);

        assertThat(gone.exitCode()).as(gone.toString()).isEqualTo(ExitCodes.NO_INPUT);
        assertThat(gone.out()).contains("1 sent · 1 pending, of 2 rows");
        assertThat(gone.err()).contains(".pdf: no such file (contact on line ");
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void retry_puts_back_what_is_no_fault_of_its_address_and_the_rest_where_it_is_asked_for() throws IOException {
        refuses = true;
        server.on(Step.RCPT, at -> refuses ? Action.reply("550 5.1.1 No such user here") : Action.proceed());
        String job = job("[ ecole ]", TWO);
        facteur("run", job);

        assertThat(facteur("retry", job).out()).startsWith("0 letters");
        assertThat(facteur("retry", job, "nobody@example.org").exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(facteur("retry", job, "--category", "nonsense").exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(facteur("resolve", job, "--sent", "marie@example.org").err()).contains("facteur retry");
        assertThat(facteur("retry", job, "marie@example.org").out()).startsWith("1 letter");
        assertThat(facteur("retry", job, "--category", "no-such-user").out()).startsWith("1 letter");

        refuses = false;
        assertThat(facteur("run", job).exitCode()).isZero();
        assertThat(server.countByRecipient()).containsOnlyKeys("marie@example.org", "paul@example.net");
        assertThat(server.countByRecipient())
                .allSatisfy((who, letters) -> assertThat(letters).isEqualTo(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"export", "resolve", "retry"})
    void who_asks_about_letters_of_a_campaign_that_never_ran_is_told_which_did(String command) throws IOException {
        facteur("run", job("[ ecole ]", TWO));

        Typed typed = facteur(command, job("voeux-2028", "[ ecole ]", TWO, "").toString());

        assertThat(typed.exitCode()).isEqualTo(ExitCodes.NO_INPUT);
        assertThat(typed.err()).contains("no run of campaign voeux-2028", "which knows voeux;");
    }

    @Test
    void what_went_to_the_sandbox_was_a_rehearsal() throws IOException {
        Typed rehearsed = facteur("run", job("[ sandbox ]", TWO));
        assertThat(rehearsed.out()).contains("rehearsal").contains("2 sent");

        assertThat(facteur("plan", job("[ ecole ]", TWO)).out()).contains("2 letters");
        Typed sent = facteur("run", job("[ ecole ]", TWO.replace("Paul\n", "Paulette\n")));
        assertThat(sent.exitCode()).isZero();
        assertThat(server.accepted()).hasSize(2);
        assertThat(server.accepted())
                .anyMatch(letter -> new String(letter.message(), StandardCharsets.UTF_8).contains("Paulette"));

        assertThat(facteur("run", job("[ ecole ]", TWO)).exitCode()).isZero();
        assertThat(server.acceptedCount()).isEqualTo(2);
        assertThat(facteur("plan", job("[ ecole ]", TWO)).out()).doesNotContain("2 letters");
    }

    @Test
    void nobody_to_write_to_is_no_success() throws IOException {
        Typed invalid = facteur("run", job("[ ecole ]", "email,prenom\nmarie,Marie\n"));
        assertThat(invalid.exitCode()).isEqualTo(ExitCodes.DATA);
        assertThat(invalid.err()).contains("nobody to write to: every row").contains("in line 2");
        assertThat(facteur("run", job("[ ecole ]", "email,prenom\nmarie,Marie\n"))
                        .exitCode())
                .isEqualTo(ExitCodes.DATA);

        Typed none = facteur(
                "run",
                job("autre", "[ ecole ]", TWO, ", where: \"prenom = Jean\"").toString());
        assertThat(none.exitCode()).isEqualTo(ExitCodes.DATA);
        assertThat(none.err()).contains("where: selects no row");
    }

    @Test
    void rows_left_out_are_named() throws IOException {
        Typed done = facteur("run", job("[ ecole ]", TWO + ",Vide\n"));

        assertThat(done.out())
                .contains("1 row left out: line 4 (the address is empty)")
                .contains("facteur export");
    }

    @Test
    void a_campaign_that_differs_in_capital_letters_only_is_not_begun() throws IOException {
        facteur("run", job("[ ecole ]", TWO));

        Typed alike = facteur("run", job("Voeux", "[ ecole ]", TWO, "").toString());

        assertThat(alike.exitCode()).isEqualTo(ExitCodes.CONFIG);
        assertThat(alike.err()).contains("capital letters only");
        assertThat(server.acceptedCount()).isEqualTo(2);
    }

    @Test
    void a_ledger_that_was_deleted_is_not_replaced_by_a_new_one() throws IOException {
        String job = job("[ ecole ]", TWO);
        facteur("run", job);
        for (String extension : new String[] {"script", "data", "log", "properties", "backup"}) {
            Files.deleteIfExists(home.resolve("var/ledger." + extension));
        }

        Typed again = facteur("run", job);

        assertThat(again.exitCode()).isEqualTo(ExitCodes.NO_INPUT);
        assertThat(again.err()).contains("knows less than it did");
        assertThat(server.acceptedCount()).isEqualTo(2);
    }
}
