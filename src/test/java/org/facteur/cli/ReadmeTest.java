package org.facteur.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Whatever README.md and the files for nightly runs tell people to type is understood. */
class ReadmeTest {

    private static final Readme README = Readme.read();

    static List<List<String>> commands() {
        return README.commands();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void each_command_of_the_readme_is_understood(List<String> words) {
        String[] arguments = words.stream()
                .map(word -> word.equals("COMMAND") ? "run" : word)
                .toArray(String[]::new);

        assertThatCode(() -> Facteur.commandLine(arguments).parseArgs(arguments))
                .as(String.join(" ", arguments))
                .doesNotThrowAnyException();
        assertThat(AllCommands.named(arguments[0])).as(arguments[0]).isPresent();
    }

    @Test
    void its_commands_are_found_in_prose_blocks_remarks_and_crontabs() {
        assertThat(README.commands())
                .contains(
                        List.of("export", "jobs/mine.yaml", "--state", "REFUSED"),
                        List.of("run", "jobs/voeux.yaml", "year=2027"),
                        List.of("resolve", "jobs/mine.yaml", "--sent", "marie@example.org"),
                        List.of("explain", "REPLY"))
                .hasSizeGreaterThan(20);
    }

    /** A new section with commands, or a new kind of command, needs a test that runs it. */
    @Test
    void each_command_is_one_that_a_test_runs() {
        List<List<String>> run = ReadmeIT.SECTIONS.stream()
                .flatMap(heading -> README.section(heading).commands().stream())
                .toList();
        assertThat(run)
                .containsAll(README.commands().stream()
                        // It writes to mailboxes of one's own, and CanaryTest does it.
                        .filter(words -> !words.contains("--canary"))
                        .toList());
        assertThat(README.shellLines())
                .filteredOn(line -> !line.startsWith("facteur "))
                .containsExactlyInAnyOrder(
                        // ReadmeIT runs what the POM says for it.
                        "mvn spring-boot:run",
                        // Runs this.
                        "mvn verify",
                        // ReadmeIT runs it, and each line of its block in the same shell.
                        "export SMTP_PASSWORD='…'",
                        // ReadmeIT runs what stands behind the five fields.
                        "0 22 * * *   cd $HOME/mailing && facteur run jobs/mine.yaml");
        assertThat(README.commandsOfOthers())
                .containsExactlyInAnyOrder(
                        // The tests after the packaging run this program.
                        "mvn package -DskipTests",
                        "java -jar target/facteur.jar",
                        // DistributionIT and DebianPackageIT run what it makes.
                        "mvn -Pdist package -DskipTests",
                        // With the profile above; CONTRIBUTING tells more of it.
                        "mvn -Pdist package",
                        "mvn -f src/main/dist -Pimage package",
                        // Below.
                        "systemctl --user enable --now facteur@mine.timer");
    }

    @Test
    void the_users_timer_starts_the_job_that_the_readme_says() throws Exception {
        String sentence = README.text().replaceAll("\\s+", " ");
        Path units = Path.of("src/main/dist/systemd/user");

        assertThat(sentence)
                .contains("`systemctl --user enable --now facteur@mine.timer` for `~/facteur/jobs/mine.yaml`");
        assertThat(units.resolve("facteur@.timer")).content().contains("WantedBy=timers.target");
        assertThat(units.resolve("facteur@.service"))
                .content()
                .contains("WorkingDirectory=%h/facteur\n", "ExecStart=/usr/bin/facteur run jobs/%i.yaml\n");
    }

    @Test
    void the_profiles_that_it_names_are_in_the_pom() throws Exception {
        String pom = Files.readString(Path.of("pom.xml"));

        List<String> profiles = Pattern.compile("mvn -P(\\w[\\w-]*)")
                .matcher(README.text())
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(profiles)
                .contains("dist")
                .allSatisfy(profile -> assertThat(pom).contains("<id>" + profile + "</id>"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cron/facteur.crontab",
                "systemd/user/facteur@.service",
                "systemd/system/facteur@.service",
                "README",
            })
    void commands_in_files_for_the_night_are_understood(String file) throws Exception {
        List<String> lines = Files.readAllLines(Path.of("src/main/dist", file)).stream()
                .map(line -> line.replaceFirst("^.*(&& |/bin/|^ +bin/)facteur (?=run|--)", "facteur ")
                        .strip())
                .filter(line -> line.startsWith("facteur "))
                .toList();

        assertThat(lines).isNotEmpty().allSatisfy(line -> {
            String[] arguments = line.substring("facteur ".length()).split(" ");
            assertThatCode(() -> Facteur.commandLine(arguments).parseArgs(arguments))
                    .doesNotThrowAnyException();
        });
    }

    @Test
    void the_crontab_has_five_fields_of_time_and_a_command() throws Exception {
        List<String> jobs = Files.readAllLines(Path.of("src/main/dist/cron/facteur.crontab")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#") && !line.matches("[A-Z]+=.*"))
                .toList();

        assertThat(jobs).hasSize(1).first().asString().matches("\\s*(([0-9*/,-]+)\\s+){5}cd .*");
        // To cron, an unescaped percent sign is the end of the line.
        assertThat(jobs.get(0)).doesNotContain("%");
    }

    @Test
    void the_cron_job_of_kubernetes_parses_and_its_arguments_are_understood() throws Exception {
        assertThat(commands("kubernetes/cronjob.yaml", "args")).containsExactly("run");
    }

    @Test
    void head_and_workers_of_kubernetes_and_compose_parse_and_their_arguments_are_understood() throws Exception {
        assertThat(commands("kubernetes/workers.yaml", "args")).containsExactly("run", "worker");
        assertThat(commands("compose/compose.yaml", "command")).containsExactly("run", "worker", "worker");
    }

    /**
     * The first argument of each command line of the program, all of whose arguments it takes.
     *
     * @param key of the list of arguments
     */
    private static List<String> commands(String file, String key) throws IOException {
        List<String> commands = new ArrayList<>();
        try (Reader text = Files.newBufferedReader(Path.of("src/main/dist", file))) {
            for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text)) {
                forEach(key, document, arguments -> {
                    assertThatCode(() -> Facteur.commandLine(arguments).parseArgs(arguments))
                            .doesNotThrowAnyException();
                    commands.add(arguments[0]);
                });
            }
        }
        return commands;
    }

    private static void forEach(String key, Object node, Consumer<String[]> then) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                if (key.equals(name) && value instanceof List<?> list) {
                    then.accept(list.stream().map(String::valueOf).toArray(String[]::new));
                } else if (value != null) {
                    forEach(key, value, then);
                }
            });
        } else if (node instanceof List<?> list) {
            list.forEach(value -> forEach(key, value, then));
        }
    }
}
