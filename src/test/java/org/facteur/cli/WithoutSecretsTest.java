package org.facteur.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.cli.Typed.facteur;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.facteur.reason.ExitCodes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that send nothing, where the relay's password is not at hand. */
class WithoutSecretsTest {

    @TempDir
    private Path home;

    private Path job = Path.of("unset");

    @BeforeEach
    void a_job_whose_password_is_not_set() throws IOException {
        job = Files.writeString(Files.createDirectories(home.resolve("jobs")).resolve("job.yaml"), """
                campaign:
                  name: voeux
                  from: zythom@ecole.example
                  contacts: { file: contacts.csv }
                  message: { subject: Bonjour, text: letter.txt }
                  relays: [ ecole ]
                relays:
                  ecole: { host: smtp.ecole.example, username: zythom, password: "${PASSWORD_THAT_IS_NOT_SET}" }
                """);
    }

    private Typed command(String name) {
        return facteur(name, job.toString(), "--home", home.toString());
    }

    @Test
    void status_stop_resolve_and_export_need_neither_password_nor_contacts() {
        assertThat(command("status").out()).startsWith("voeux: NEW");
        assertThat(command("stop").exitCode()).isEqualTo(ExitCodes.DONE);
        assertThat(command("resolve").exitCode()).isEqualTo(ExitCodes.DONE);
        assertThat(command("export").err()).contains("there is no ledger in " + home);
    }

    @Test
    void resolve_does_not_pass_over_an_address_about_which_nothing_is_decided() {
        Typed undecided = facteur("resolve", job.toString(), "marie@example.org", "--home", home.toString());

        assertThat(undecided.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(undecided.err()).contains("nothing is decided about marie@example.org; write --sent or --resend");
    }

    @Test
    void who_names_a_person_without_an_address_is_told_so() {
        for (String command : List.of("resolve", "retry")) {
            Typed typed = facteur(command, job.toString(), "marie", "--home", home.toString());

            assertThat(typed.exitCode()).isEqualTo(ExitCodes.USAGE);
            assertThat(typed.err()).startsWith("\"marie\" is neither an address nor a parameter; write for example");
        }
    }

    @Test
    void preview_needs_the_contacts_and_no_password() throws IOException {
        assertThat(command("preview").exitCode()).isEqualTo(ExitCodes.NO_INPUT);
        Files.writeString(home.resolve("jobs/contacts.csv"), "email\nmarie@example.org\n");
        Files.writeString(home.resolve("jobs/letter.txt"), "Bonjour");

        assertThat(command("preview").out()).startsWith("1 of 1 letters in ");
    }

    @Test
    void run_needs_all_of_them() {
        Typed run = command("run");

        assertThat(run.exitCode()).isEqualTo(ExitCodes.CONFIG);
        assertThat(run.err()).contains("PASSWORD_THAT_IS_NOT_SET", "contacts.csv", "letter.txt");
    }
}
