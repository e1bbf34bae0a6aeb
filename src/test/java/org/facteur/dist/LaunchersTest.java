package org.facteur.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What can be said of {@code facteur.bat} without Windows: read beside the shell's launcher, which other tests run. */
class LaunchersTest {

    private static final Path BIN = Path.of("src/main/dist/bin");

    private final String shell = read("facteur");
    private final String batch = read("facteur.bat");

    private static String read(String launcher) {
        try {
            return Files.readString(BIN.resolve(launcher), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String start(String launcher, String beginning) {
        return launcher.lines()
                .filter(line -> line.startsWith(beginning))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    @Test
    void windows_gives_the_jvm_the_options_of_the_shell() {
        String options = "-XX:[+-]\\w+|-XX:\\w+=\\d+|-Xm[nsx]\\w+|-D[\\w.=-]+";
        String given = start(shell, "jvm_options=");
        // An archive is made with the same collector, by the optimising compiler, and with as much memory as that
        // takes.
        String making = start(batch, "\"%FACTEUR_JAVA%\" -XX:");

        assertThat(all(options, given)).hasSize(10);
        assertThat(all(options, start(batch, "set \"FACTEUR_JVM="))).isEqualTo(all(options, given));
        assertThat(all(options, given)).containsAll(all("-XX:[+-]\\w+|-Dfile[\\w.=-]+", making));
        assertThat(start(shell, "exec ")).contains(" $jvm_options ${FACTEUR_JAVA_OPTS:-} ");
    }

    @Test
    void windows_ends_with_the_codes_and_the_remedies_of_the_shell() {
        assertThat(all("(?<=exit /b )[1-9]\\d*", batch)).isNotEmpty().isEqualTo(all("(?<=['\"] )\\d\\d(?=\\R)", shell));
        assertThat(batch)
                .contains(
                        "unpack the distribution again",
                        "set it to a Java 17 or later",
                        "install Java 17 or later, or set JAVA_HOME",
                        "Facteur works without, at half the speed of start");
    }

    /** Windows puts values in before it looks for the closing one: C:/Program Files (x86) would end the block. */
    @Test
    void no_parenthesis_of_a_path_can_end_a_block_on_windows() {
        assertThat(batch.lines().filter(line -> !line.startsWith("rem ") && !line.startsWith("echo ")))
                .noneMatch(line -> line.contains("(") || line.contains(")"));
    }

    @Test
    void arguments_and_paths_reach_java_as_they_were_typed() {
        String java = start(batch, "\"%FACTEUR_JAVA%\" %FACTEUR_JVM% %FACTEUR_JAVA_OPTS% ");

        assertThat(java).endsWith("-jar \"%FACTEUR_JAR%\" %*");
        assertThat(batch).containsPattern(Pattern.quote(java) + "\\R" + Pattern.quote("exit /b %ERRORLEVEL%"));
    }
}
