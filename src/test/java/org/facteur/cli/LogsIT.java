package org.facteur.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.smtp.Action.reply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.facteur.reason.ExitCodes;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged program leaves in its logs. */
class LogsIT {

    private static final String PASSWORD = "gehäim-пароль";

    @TempDir
    private Path home;

    @Test
    void a_password_that_the_relay_repeats_is_nowhere() throws Exception {
        try (var relay = ScriptedSmtpServer.plain().login("zythom", "another")) {
            relay.on(
                    Step.AUTH,
                    at -> reply("535 5.7.8 wrong: " + PASSWORD + " in "
                            + relay.lines().get(relay.lines().size() - 1)));

            Process run = run(relay.port());
            String said = new String(run.getInputStream().readAllBytes(), UTF_8);

            assertThat(run.waitFor()).as(said).isEqualTo(ExitCodes.NO_PERMISSION);
            assertThat(said).contains("535 5.7.8 wrong: *** in AUTH PLAIN ***").doesNotContain("Exception");
            assertThat(everything())
                    .contains("535 5.7.8 wrong: ***")
                    .doesNotContain(PASSWORD)
                    .doesNotContain(Base64.getEncoder().encodeToString(("\0zythom\0" + PASSWORD).getBytes(UTF_8)));
        }
    }

    private Process run(int port) throws IOException {
        Files.createDirectories(home.resolve("jobs"));
        Files.writeString(home.resolve("jobs/contacts.csv"), "email\nmarie@example.org\n");
        Files.writeString(home.resolve("jobs/letter.txt"), "Bonjour");
        Path job = Files.writeString(home.resolve("jobs/job.yaml"), """
                campaign:
                  name: voeux
                  from: zythom@ecole.example
                  contacts: { file: contacts.csv }
                  message: { subject: Bonjour, text: letter.txt }
                  relays: [ ecole ]
                relays:
                  ecole: { host: 127.0.0.1, port: %d, tls: none, username: zythom, password-file: secret }
                """.formatted(port));
        Files.writeString(home.resolve("jobs/secret"), PASSWORD);
        ProcessBuilder run = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                System.getProperty("facteur.jar"),
                "run",
                "--verbose",
                job.toString());
        run.environment().put("LC_ALL", "C.UTF-8");
        return run.redirectErrorStream(true).start();
    }

    /** All that the run left, whatever the file. */
    private String everything() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(home.resolve("var"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(new String(Files.readAllBytes(file), UTF_8)).append('\n');
            }
        }
        assertThat(List.of("facteur.log", "mail.log"))
                .allSatisfy(
                        log -> assertThat(home.resolve("var/log").resolve(log)).isNotEmptyFile());
        return all.toString();
    }
}
