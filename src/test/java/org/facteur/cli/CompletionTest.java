package org.facteur.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Completion by the real bash, and by fish and zsh where they are: what picocli makes, and what stands in the files at hand. */
@EnabledOnOs(OS.LINUX)
class CompletionTest {

    private static final String ASK = """
            source "$1" && shift && _facteur_offered "$@"
            """;

    /** zsh hands the words over, and takes what is offered. */
    private static final String ASK_ZSH = """
            compadd() { print -rl -- ${@[$@[(i)--]+1,-1]} }
            fpath=($0 $fpath)
            autoload -Uz _facteur
            words=("$@") CURRENT=$# PREFIX=$@[-1]
            _facteur
            """;

    @TempDir
    static Path made;

    @TempDir
    Path folder;

    @BeforeAll
    static void makeScript() throws IOException {
        String script = AutoComplete.bash("facteur", new CommandLine(new AllCommands()));
        Path sources = Path.of("src/main/dist/completion");
        Files.writeString(made.resolve("facteur.bash"), script + Files.readString(sources.resolve("names.bash")));
        Files.copy(sources.resolve("facteur.fish"), made.resolve("facteur.fish"));
        Files.copy(sources.resolve("_facteur"), made.resolve("_facteur"));
        // fish completes only what it could start.
        Files.setPosixFilePermissions(
                Files.writeString(made.resolve("facteur"), "#!/bin/sh\n"),
                PosixFilePermissions.fromString("rwx------"));
    }

    @BeforeEach
    void writeJobs() throws IOException {
        Files.createDirectories(folder.resolve("jobs"));
        Files.createDirectories(folder.resolve("input"));
        Files.writeString(folder.resolve("notes.txt"), "");
        Files.writeString(folder.resolve("jobs/voeux.yaml"), """
                campaign:
                  name: voeux-${year:2027}
                relays:        # mine
                  # the school's
                  ecole:
                    password: ${SMTP_PASSWORD}
                  "maison": { preset: gmail }
                mailboxes:
                  perso: { preset: laposte }
                """);
    }

    private List<String> offered(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", "-c", ASK, "bash", made + "/facteur.bash", "facteur"));
        command.addAll(Arrays.asList(words));
        return said(command);
    }

    private List<String> said(List<String> command) throws Exception {
        ProcessBuilder shell = new ProcessBuilder(command).directory(folder.toFile());
        shell.environment().merge("PATH", made.toString(), (path, ours) -> ours + ":" + path);
        shell.environment().put("HOME", folder.toString());
        Process started = shell.start();
        String out = new String(started.getInputStream().readAllBytes(), UTF_8);
        assertThat(started.waitFor()).isZero();
        return out.lines().filter(line -> !line.isBlank()).toList();
    }

    @Test
    void a_job_is_a_yaml_file_or_a_folder_on_the_way_to_one() throws Exception {
        assertThat(offered("run", "")).containsExactlyInAnyOrder("jobs/", "input/");
        assertThat(offered("run", "jobs/")).containsExactly("jobs/voeux.yaml");
        assertThat(offered("relays", "try", "ecole", "jobs/v")).containsExactly("jobs/voeux.yaml");
    }

    @Test
    void relays_and_parameters_are_those_of_the_job_file() throws Exception {
        assertThat(offered("test", "jobs/voeux.yaml", "--relay", ""))
                .containsExactlyInAnyOrder("ecole", "maison", "sandbox");
        assertThat(offered("test", "--relay", "m")).containsExactly("maison");
        assertThat(offered("relays", "try", "e")).containsExactly("ecole");
        assertThat(offered("run", "--quiet", "jobs/voeux.yaml", "")).containsExactly("year=");
    }

    @Test
    void commands_options_and_their_values_are_picocli_s() throws Exception {
        assertThat(offered("st")).containsExactlyInAnyOrder("stop", "status");
        assertThat(offered("run", "--no")).containsExactly("--no-check");
        assertThat(offered("export", "jobs/voeux.yaml", "--state", "SE")).containsExactlyInAnyOrder("SENDING", "SENT");
        assertThat(offered("report", "jobs/voeux.yaml", "--format", ""))
                .containsExactlyInAnyOrder("html", "csv", "json");
        assertThat(offered("init", "--locale", "")).containsExactlyInAnyOrder("fr", "en");
    }

    @Test
    void a_value_behind_an_equals_sign_or_a_comma_is_completed_as_one_that_stands_alone() throws Exception {
        assertThat(offered("export", "jobs/voeux.yaml", "--state", "SENT,IN"))
                .containsExactlyInAnyOrder("SENT,IN_DOUBT", "SENT,INVALID");
        // As bash takes the line apart, and as fish and zsh do.
        assertThat(offered("export", "jobs/voeux.yaml", "--state", "=", "SE"))
                .containsExactlyInAnyOrder("SENDING", "SENT");
        assertThat(offered("test", "jobs/voeux.yaml", "--relay=m")).containsExactly("--relay=maison");
    }

    @Test
    void fish_offers_what_bash_does() throws Exception {
        assumeInstalled("fish");
        String ask = "set -p fish_complete_path " + made + "; for line in $argv; complete -C $line; end";

        assertThat(said(List.of(
                        "fish",
                        "-c",
                        ask,
                        "facteur st",
                        "facteur run jobs/",
                        "facteur test jobs/voeux.yaml --relay m",
                        "facteur export jobs/voeux.yaml --state=SE")))
                .containsExactlyInAnyOrder(
                        "stop", "status", "jobs/voeux.yaml", "maison", "--state=SENDING", "--state=SENT");
    }

    @Test
    void zsh_offers_what_bash_does() throws Exception {
        assumeInstalled("zsh");
        Files.move(folder.resolve("jobs"), folder.resolve("my jobs"));

        assertThat(said(List.of("zsh", "-fc", ASK_ZSH, made.toString(), "facteur", "run", "my\\ jobs/")))
                .containsExactly("my jobs/voeux.yaml");
        assertThat(said(List.of("zsh", "-fc", ASK_ZSH, made.toString(), "facteur", "export", "x", "--state=SE")))
                .containsExactlyInAnyOrder("--state=SENDING", "--state=SENT");
    }

    private static void assumeInstalled(String shell) {
        assumeThat(System.getenv("PATH").split(":", -1))
                .as("no " + shell + " here")
                .anyMatch(bin -> Files.isExecutable(Path.of(bin, shell)));
    }
}
