package org.facteur.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** Completion by the real bash: what picocli makes, and what stands in the files at hand. */
@EnabledOnOs(OS.LINUX)
class CompletionTest {

    private static final String ASK = """
            source "$1"; shift
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
            _facteur_complete facteur "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}" 2>/dev/null
            printf '%s\\n' "${COMPREPLY[@]}"
            """;

    @TempDir
    static Path made;

    @TempDir
    Path folder;

    @BeforeAll
    static void makeScript() throws IOException {
        String script = AutoComplete.bash("facteur", new CommandLine(new AllCommands()));
        Files.writeString(
                made.resolve("facteur.bash"),
                script + Files.readString(Path.of("src/main/dist/completion/names.bash")));
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
        Process bash = new ProcessBuilder(command).directory(folder.toFile()).start();
        String out = new String(bash.getInputStream().readAllBytes(), UTF_8);
        assertThat(bash.waitFor()).isZero();
        return out.lines().filter(line -> !line.isEmpty()).toList();
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
    }
}
