package org.facteur.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.facteur.packaged.FacteurProcess;
import org.facteur.smtp.Action;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of README.md, typed into a shell as they stand there. {@code facteur} stands for the packaged program, as it says. */
class ReadmeIT {

    private static final String FIRST_MAILING = "Your first mailing";
    private static final String JOB_FILE = "The job file";
    private static final String STOPPING = "Stopping, restarting, exit codes";
    private static final String EVERY_NIGHT = "Every night";
    private static final String PROVIDERS = "What providers allow";
    private static final String SIGNED = "Signed letters";
    private static final String REPLIES = "When a server says no";
    private static final String RETURNS = "What comes back";

    /** Those with commands: each is run here, but for the commands that are to come. */
    static final List<String> SECTIONS =
            List.of(FIRST_MAILING, JOB_FILE, STOPPING, EVERY_NIGHT, PROVIDERS, SIGNED, REPLIES, RETURNS);

    private static final Readme README = Readme.read();
    private static final Path PROJECT = Path.of("").toAbsolutePath();
    private static final long MOST_MINUTES = 10;

    @TempDir
    private Path home;

    private Path folder;

    @BeforeEach
    void install() throws IOException {
        Path bin = Files.createDirectories(home.resolve("bin"));
        Path facteur = Files.writeString(bin.resolve("facteur"), """
                #!/bin/sh
                exec %s "$@"
                """.formatted(
                FacteurProcess.command().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "))));
        assertThat(facteur.toFile().setExecutable(true)).isTrue();
        folder = Files.createDirectories(home.resolve("mailing"));
    }

    @Test
    void each_step_of_a_first_mailing_works_in_the_order_of_the_readme() throws Exception {
        makeMine();
        Readme section = README.section(FIRST_MAILING);

        assertDone(sh(String.join("\n", section.shellLines())));

        List<List<String>> inSentences = section.commands().stream()
                .filter(words -> !inBlock(section, words))
                .toList();
        assertThat(inSentences).extracting(words -> words.get(0)).contains("report", "export");
        for (List<String> words : inSentences) {
            assertDone(sh(line(words)));
        }
        try (Stream<Path> reports = Files.list(folder.resolve("var/reports"))) {
            assertThat(reports).anyMatch(file -> file.toString().endsWith(".html"));
        }
    }

    @Test
    void the_job_file_by_example_sends_its_letters() throws Exception {
        try (ScriptedSmtpServer server = ScriptedSmtpServer.plain()) {
            server.login("zythom@ecole.example", "secret");
            // What no test can have: the provider's server, and the right time of the night.
            String job = replaced(
                    README.section(JOB_FILE).yaml(),
                    "    preset: ovh .*\\n",
                    "    preset: ovh\n    host: 127.0.0.1\n    port: " + server.port() + "\n    tls: none\n");
            job = replaced(job, "    window: .*\\n", "");
            write("jobs/voeux.yaml", job);
            Files.createDirectories(folder.resolve("input/invitations"));
            for (String file : List.of("voeux.html", "voeux.txt", "carte.png")) {
                Files.copy(
                        PROJECT.resolve("input").resolve(file),
                        folder.resolve("input").resolve(file));
            }
            write("input/invitations/7.pdf", "%PDF-1.4\n");
            write("input/contacts.csv", """
                    email,prenom,nom,ville,voeux,id
                    marie@example.org,Marie,Durand,Angers,oui,7
                    jules@example.org,Jules,Martin,Nantes,non,8
                    """);

            for (List<String> words : README.section(JOB_FILE).commands()) {
                assertDone(sh("export SMTP_PASSWORD='secret'\n" + line(words)));
            }

            // The second is the owner's notice.
            assertThat(server.countByRecipient()).containsOnlyKeys("marie@example.org", "zythom@perso.example");
            assertThat(server.accepted().get(0).messageText())
                    .contains("multipart/related", "application/pdf", "List-Unsubscribe: <mailto:stop@ecole.example");
        }
    }

    @Test
    void a_key_is_made_and_what_is_published_is_looked_at() throws Exception {
        makeMine();

        Shelled made = sh(String.join("\n", README.section(SIGNED).shellLines()));

        assertDone(made);
        assertThat(made.said()).contains("facteur._domainkey.ecole.example.");
        assertThat(folder.resolve("facteur.pem")).exists();
        assertDone(sh("facteur check jobs/mine.yaml"));
    }

    @Test
    void letters_in_doubt_are_listed_and_decided_upon() throws Exception {
        try (ScriptedSmtpServer server = ScriptedSmtpServer.plain()) {
            write("jobs/mine.yaml", """
                    campaign:
                      name: mine
                      from: zythom@ecole.example
                      contacts: { file: ../input/contacts.csv }
                      message: { subject: Bonjour, text: ../input/letter.txt }
                      relays: [ ecole ]
                    relays:
                      ecole: { host: 127.0.0.1, port: %d, tls: none, connections: 2 }
                    """.formatted(server.port()));
            write("input/letter.txt", "Bonjour\n");
            write("input/contacts.csv", "email\nmarie@example.org\njules@example.org\n");
            List<String> dots = new CopyOnWriteArrayList<>();
            server.on(Step.DOT, at -> {
                dots.add(at.recipient());
                return Action.silent();
            });
            try (FacteurProcess run = FacteurProcess.start(
                    home, List.of("run", folder.resolve("jobs/mine.yaml").toString()))) {
                await().atMost(Duration.ofMinutes(2)).until(() -> dots.size() == 2);
                run.kill();
            }
            server.on(Step.DOT, at -> Action.proceed());
            assertDone(sh("facteur run jobs/mine.yaml"));
            Readme section = README.section(STOPPING);

            Shelled decided = sh(String.join("\n", section.shellLines()));

            assertDone(decided);
            assertThat(decided.said()).contains("marie@example.org", "jules@example.org");
            for (List<String> words : section.commands()) {
                // DatabaseServerIT has a server to move to.
                if (!inBlock(section, words) && !words.get(0).equals("ledger")) {
                    // Nothing is running that could be stopped: StopIT has one that is.
                    assertDone(sh(line(words).replace("COMMAND", "run")));
                }
            }
            assertThat(server.countByRecipient()).containsOnlyKeys("jules@example.org");
            assertThat(sh("facteur status jobs/mine.yaml").said()).contains("2 sent");
        }
    }

    @Test
    void the_line_for_every_night_runs_the_job() throws Exception {
        makeMine();
        List<String> lines = README.section(EVERY_NIGHT).shellLines();

        assertThat(lines).hasSize(1).first().asString().matches("(?:[0-9*/,-]+ +){5}cd .*");
        // To cron, an unescaped percent sign is the end of the line.
        assertThat(lines.get(0)).doesNotContain("%");
        assertDone(sh("cd /\n" + lines.get(0).replaceFirst("(?:\\S+\\s+){5}", "")));
        assertThat(folder.resolve("var/sandbox")).isNotEmptyDirectory();
    }

    @Test
    void presets_are_listed_and_a_reply_is_explained() throws Exception {
        makeMine();
        write("replies.yaml", README.section(REPLIES).yaml());
        for (List<String> words : Stream.of(PROVIDERS, REPLIES)
                .flatMap(heading -> README.section(heading).commands().stream())
                .toList()) {
            assertDone(sh(line(words)));
        }
    }

    @Test
    void what_came_back_is_explained_and_people_are_left_alone() throws Exception {
        makeMine();
        write(
                "return.eml",
                "From: MAILER-DAEMON@mx.example\nSubject: failure notice\n\n<a@b.example>:\n550 No such user\n");
        write("unsubscribed.csv", "email,reason\njules@example.org,no thanks\n");

        Shelled done = sh(String.join("\n", README.section(RETURNS).shellLines()));

        assertDone(done);
        assertThat(done.said()).contains("bounce", "jules@example.org", "no thanks", "asked by phone");
    }

    @Test
    void what_maven_runs_sends_the_sample_and_has_nothing_left_to_do_the_second_time() throws Exception {
        String pom = Files.readString(PROJECT.resolve("pom.xml"));
        String plugin = pom.substring(pom.indexOf("<artifactId>spring-boot-maven-plugin</artifactId>"));
        List<String> arguments = Pattern.compile("<argument>([^<]*)</argument>")
                .matcher(plugin.substring(0, plugin.indexOf("</plugin>")))
                .results()
                .map(found -> found.group(1))
                .toList();
        for (String part : List.of("jobs", "input")) {
            try (Stream<Path> files = Files.list(PROJECT.resolve(part))) {
                Files.createDirectories(folder.resolve(part));
                for (Path file : files.toList()) {
                    Files.copy(file, folder.resolve(part).resolve(file.getFileName()));
                }
            }
        }

        assertDone(sh(line(arguments)));

        List<Path> letters = letters();
        assertThat(letters).hasSizeGreaterThan(30);
        assertDone(sh(line(arguments)));
        assertThat(letters()).isEqualTo(letters);
    }

    private List<Path> letters() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("var/sandbox"))) {
            return all.filter(file -> file.toString().endsWith(".eml")).sorted().toList();
        }
    }

    /** A folder as init makes it, with the job under the name that the README gives it. */
    private void makeMine() throws Exception {
        assertThat(Typed.facteur("init", folder.toString(), "--locale", "en").exitCode())
                .isZero();
        Files.move(
                folder.resolve("jobs/greetings.yaml"),
                folder.resolve("jobs/mine.yaml"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static String line(List<String> words) {
        return "facteur " + String.join(" ", words);
    }

    /** Whatever the blanks between its words: blocks are aligned. */
    private static boolean inBlock(Readme section, List<String> words) {
        return section.shellLines().stream()
                .anyMatch(line -> line.replaceAll("\\s+", " ").equals(line(words)));
    }

    private static String replaced(String text, String pattern, String by) {
        String other = text.replaceFirst(pattern, by);
        assertThat(other).as("with " + pattern + " replaced").isNotEqualTo(text);
        return other;
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(folder.resolve(file).getParent());
        Files.writeString(folder.resolve(file), text);
    }

    private record Shelled(String typed, int exitCode, String said) {}

    private static void assertDone(Shelled shelled) {
        assertThat(shelled.exitCode()).as(shelled.toString()).isZero();
    }

    /** Typed in the working folder; the first line that fails ends it. */
    private Shelled sh(String lines) throws IOException, InterruptedException {
        Path said = Files.createTempFile(home, "said", "");
        ProcessBuilder builder = new ProcessBuilder("sh", "-ec", lines)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("FACTEUR_"));
        builder.environment().put("HOME", home.toString());
        builder.environment().put("PATH", home.resolve("bin") + ":" + System.getenv("PATH"));
        Process process = builder.start();
        if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
        }
        return new Shelled(lines, process.exitValue(), Files.readString(said));
    }
}
