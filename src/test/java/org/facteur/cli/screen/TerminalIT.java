package org.facteur.cli.screen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.facteur.packaged.FacteurProcess;
import org.facteur.packaged.Workplace;
import org.facteur.smtp.ScriptedSmtpServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program on a pseudo-terminal, which {@code script} makes and writes down. */
class TerminalIT {

    @TempDir
    private Path home;

    @BeforeAll
    static void script_is_there() {
        assumeTrue(new File("/usr/bin/script").canExecute(), "no program script here: the terminal is left out");
    }

    @Test
    void a_terminal_shows_one_line_that_is_drawn_again_in_place_and_taken_away_at_the_end() throws Exception {
        String shown = runOn(120, "en", Map.of("LANG", "C.UTF-8"));

        assertThat(shown).contains("voeux: 30 letters, less than a minute, ends ");
        assertThat(lives(shown)).anySatisfy(line -> assertThat(line).contains("█", "░", "/30 sent"));
        assertThat(shown.substring(shown.lastIndexOf('\r', shown.indexOf("COMPLETED"))))
                .startsWith("\rvoeux: \u001b[32mCOMPLETED\u001b[0m after ");
    }

    @Test
    void a_narrow_terminal_without_colours_in_france() throws Exception {
        String shown = runOn(40, "fr", Map.of("LC_ALL", "C.UTF-8", "NO_COLOR", "1"));

        assertThat(shown).doesNotContain("\u001b");
        assertThat(shown).contains("voeux\u00a0: 30 lettres, moins d’une minute,\r\nfin à ");
        // What is broken in the middle of a word is a path.
        assertThat(shown.lines().filter(line -> !line.startsWith("Script ") && Columns.of(line) > 40))
                .allSatisfy(line -> assertThat(line).doesNotContain(" "));
        assertThat(lives(shown))
                .allSatisfy(line -> assertThat(Columns.of(line)).isLessThan(40))
                .anySatisfy(line -> assertThat(line).contains("/30 envoyées"));
    }

    /** What was shown in place of the line before. */
    private static List<String> lives(String shown) {
        List<String> lives = new ArrayList<>();
        for (String line : shown.split("\r\n", -1)) {
            for (String live : line.split("\r", -1)) {
                if (live.contains("/30 ")) {
                    lives.add(live);
                }
            }
        }
        return lives;
    }

    private String runOn(int columns, String language, Map<String, String> environment)
            throws IOException, InterruptedException {
        try (ScriptedSmtpServer server = ScriptedSmtpServer.plain()) {
            Path job = new Workplace(home)
                    .ledger()
                    .contacts(30)
                    .relay(server, "limits: [ 10/second ]")
                    .campaign("pace: { chunk: 5 }")
                    .job();
            Path typescript = home.resolve("typescript");
            String facteur = FacteurProcess.command("-Duser.language=" + language).stream()
                    .map(word -> "'" + word + "'")
                    .collect(Collectors.joining(" "));
            String command = "stty cols %d; %s run '%s'".formatted(columns, facteur, job);
            ProcessBuilder builder = new ProcessBuilder("script", "-qec", command, typescript.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("TERM", "xterm");
            builder.environment().putAll(environment);
            assertThat(builder.start().waitFor()).isZero();
            assertThat(server.accepted()).hasSize(30);
            return Files.readString(typescript, UTF_8);
        }
    }
}
