package org.facteur.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.facteur.dist.Shell.Ended;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The tar.gz, unpacked into a folder whose name has blanks in it. {@code facteur.bat} needs Windows and is not tried here. */
@Tag("dist")
class DistributionIT {

    // Each test starts the program, and unpacking takes as long as that: once is enough, nothing writes into it.
    @TempDir
    static Path unpackedIn;

    private static Path dist;

    @TempDir
    private Path directory;

    @BeforeAll
    static void unpack() throws IOException {
        dist = unpack(unpackedIn.resolve("my programs"));
    }

    private static Path unpack(Path folder) throws IOException {
        Files.createDirectories(folder);
        assertThat(new Shell(folder)
                        .run("tar", "xzf", Shell.built("facteur-*.tar.gz").toString()))
                .isEqualTo(new Ended(0, ""));
        try (Stream<Path> made = Files.list(folder)) {
            return made.filter(Files::isDirectory).findFirst().orElseThrow();
        }
    }

    private static String facteur() {
        return dist.resolve("bin/facteur").toString();
    }

    @Test
    void a_first_mailing_is_made_sent_and_asked_for() throws Exception {
        Shell shell = new Shell(directory);

        assertThat(shell.run(facteur(), "--version").said()).matches("facteur \\d+\\.\\S+\\R");
        assertThat(shell.run(facteur(), "init", "my mailing", "--locale", "fr").exitCode())
                .isZero();
        Ended sent = shell.run(facteur(), "run", "my mailing/jobs/voeux.yaml");
        assertThat(sent.said()).contains("COMPLETED", "6 sent", "Nothing was sent to anyone");
        assertThat(sent.exitCode()).isZero();
        assertThat(shell.run(facteur(), "status", "--home", "my mailing").said())
                .contains("COMPLETED", "6 rows");
        assertThat(emlFiles(directory.resolve("my mailing/var/sandbox"))).hasSize(6);
    }

    private static List<Path> emlFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".eml")).toList();
        }
    }

    @Test
    void the_example_that_its_readme_names_is_sent_into_the_sandbox() throws Exception {
        assertThat(dist.resolve("README")).content().contains("bin/facteur run examples/jobs/voeux.yaml");

        Ended sent = new Shell(directory)
                .run(facteur(), "run", dist.resolve("examples/jobs/voeux.yaml").toString(), "--home", "home");

        assertThat(sent.said()).contains("COMPLETED");
        assertThat(sent.exitCode()).isZero();
        assertThat(emlFiles(directory.resolve("home/var/sandbox"))).hasSizeGreaterThan(40);
    }

    @Test
    void it_is_found_through_links_on_the_path() throws Exception {
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("first"), dist.resolve("bin/facteur"));
        Files.createSymbolicLink(bin.resolve("facteur"), Path.of("first"));

        Ended ended = new Shell(directory)
                .with("PATH", bin + ":" + System.getenv("PATH"))
                .run("sh", "-c", "facteur --version");

        assertThat(ended.said()).startsWith("facteur ");
    }

    @Test
    void the_java_of_java_home_goes_before_the_one_on_the_path() throws Exception {
        String tools =
                Shell.pathOf(directory.resolve("tools"), "sh", "readlink", "cksum", "ls", "sed", "head", "mkdir");

        Ended ended = new Shell(directory)
                .with("PATH", tools)
                .with("JAVA_HOME", System.getProperty("java.home"))
                .run(facteur(), "--version");

        assertThat(ended.said()).startsWith("facteur ");
        assertThat(new Shell(directory).with("JAVA_HOME", "/no/such/java").run(facteur(), "--version"))
                .isEqualTo(new Ended(
                        78,
                        "facteur: JAVA_HOME is /no/such/java, but there is no bin/java in it; set it to a Java 17 or"
                                + " later\n"));
    }

    @Test
    void without_java_it_says_what_is_needed() throws Exception {
        String tools =
                Shell.pathOf(directory.resolve("tools"), "sh", "readlink", "cksum", "ls", "sed", "head", "mkdir");

        Ended ended = new Shell(directory).with("PATH", tools).run(facteur(), "--version");

        assertThat(ended)
                .isEqualTo(new Ended(78, "facteur: no Java found; install Java 17 or later, or set JAVA_HOME\n"));
    }

    @Test
    void a_java_that_is_too_old_is_not_started() throws Exception {
        Path old = Files.createDirectories(directory.resolve("jdk/bin"));
        Files.writeString(directory.resolve("jdk/release"), "JAVA_VERSION=\"11.0.2\"\n");
        Files.setPosixFilePermissions(
                Files.writeString(old.resolve("java"), "#!/bin/sh\necho started\n"),
                PosixFilePermissions.fromString("rwxr-xr-x"));

        Ended ended = new Shell(directory)
                .with("JAVA_HOME", directory.resolve("jdk").toString())
                .run(facteur(), "--version");

        assertThat(ended.exitCode()).isEqualTo(78);
        assertThat(ended.said())
                .contains("Java 11.0.2 at")
                .contains("needs 17 or later")
                .doesNotContain("started");
    }

    @Test
    void prepared_it_loads_its_classes_from_the_archive_and_before_it_works_all_the_same() throws Exception {
        Path loaded = directory.resolve("loaded");
        // Java 17 leaves an archive aside where the path has a blank in it.
        String facteur =
                unpack(directory.resolve("programs")).resolve("bin/facteur").toString();
        Shell shell = new Shell(directory).with("FACTEUR_JAVA_OPTS", "-Xlog:class+load:file=" + loaded);
        assertThat(shell.run(facteur, "--version").exitCode()).isZero();
        assertThat(sourceOfMain(loaded)).endsWith("facteur.jar");

        Ended prepared = new Shell(directory).run(facteur, "--prepare");

        assertThat(prepared.exitCode()).as(prepared.said()).isZero();
        assertThat(Path.of(prepared.said().strip())).isRegularFile().hasParent(directory.resolve("cache"));
        assertThat(shell.run(facteur, "--version").said()).startsWith("facteur ");
        assertThat(sourceOfMain(loaded)).contains("shared objects file");
    }

    private static String sourceOfMain(Path loaded) throws IOException {
        try (Stream<String> lines = Files.lines(loaded)) {
            return lines.filter(line -> line.contains(" org.facteur.cli.Facteur source:"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void bash_completes_commands_and_options() {
        Shell.assumeInstalled("bash");
        String script = dist.resolve("completion/facteur.bash").toString();
        String complete =
                "source \"$0\"; COMP_WORDS=(facteur \"$@\"); COMP_CWORD=$#; _facteur_complete; echo \"${COMPREPLY[*]}\"";

        assertThat(new Shell(directory)
                        .run("bash", "-c", complete, script, "sta")
                        .said()
                        .split("\\s+"))
                .contains("status");
        assertThat(new Shell(directory)
                        .run("bash", "-c", complete, script, "status", "--j")
                        .said()
                        .split("\\s+"))
                .contains("--json");
    }

    @Test
    void zsh_completes_commands() {
        Shell.assumeInstalled("zsh");
        Ended ended = new Shell(directory)
                .run(
                        "zsh",
                        "-fc",
                        "fpath=($0 $fpath); autoload -Uz compinit; compinit -u -d dump; print $_comps[facteur];"
                                + " compadd() { print -r -- $@ }; words=(facteur sta) CURRENT=2 PREFIX=sta; _facteur",
                        dist.resolve("completion").toString());

        assertThat(ended.said()).contains("_facteur", "-- status");
    }

    @Test
    void each_command_of_the_help_has_a_manual_page() throws Exception {
        String help = new Shell(directory).run(facteur(), "--help").said();
        List<String> commands = help.substring(help.indexOf("Commands:"))
                .lines()
                .filter(line -> line.matches("  [a-z-]+ .*"))
                .map(line -> line.strip().split(" ", 2)[0])
                .toList();

        assertThat(commands).contains("run", "status", "schedule");
        for (String command : commands) {
            assertThat(dist.resolve("man/man1/facteur-" + command + ".1"))
                    .content()
                    .contains(
                            ".SH \"SYNOPSIS\"",
                            ".SH \"EXAMPLES\"",
                            ".SH \"EXIT STATUS\"",
                            ".SH \"FILES\"",
                            ".SH \"ENVIRONMENT\"");
        }
        if (Shell.has("man")) {
            Ended page = new Shell(directory)
                    .with("MANPAGER", "cat")
                    .run("man", "-l", dist.resolve("man/man1/facteur.1").toString());
            assertThat(page.said()).contains("NAME", "SYNOPSIS", "never twice");
        }
    }

    @Test
    void the_bill_of_materials_lists_every_library() throws Exception {
        JsonNode sbom = JsonMapper.builder().build().readTree(Files.readString(dist.resolve("sbom.json")));
        List<String> listed = sbom.get("components")
                .valueStream()
                .map(component -> component.get("name").asString() + "-"
                        + component.get("version").asString() + ".jar")
                .toList();

        try (Stream<Path> files = Files.list(dist.resolve("lib"))) {
            assertThat(listed)
                    .containsAll(files.map(file -> file.getFileName().toString())
                            // Ours, and the one that unpacks a jar, which Spring Boot adds at packaging.
                            .filter(name -> !name.equals("facteur.jar") && !name.startsWith("spring-boot-jarmode"))
                            .toList());
        }
    }
}
