package org.facteur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.facteur.campaign.Preset;
import org.facteur.campaign.Presets;
import org.facteur.reason.ExitCodes;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.TestCertificate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

class RelaysCommandTest {

    private static final String SECRET = "s3cret of zythom";

    @TempDir
    static Path certificates;

    private static TestCertificate ours;

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void make_a_certificate() {
        ours = TestCertificate.forLoopback(certificates);
    }

    private int relays(String... arguments) {
        CommandLine facteur = Facteur.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return facteur.execute(
                Stream.concat(Stream.of("relays"), Stream.of(arguments)).toArray(String[]::new));
    }

    /** A job file of which only the relay is finished. */
    private String job(ScriptedSmtpServer server, TestCertificate trusted) throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), SECRET);
        return Files.writeString(directory.resolve("job.yaml"), """
                campaign:
                  from: zythom@ecole.example
                  relays: [ sandbox ]
                relays:
                  ecole:
                    host: localhost
                    port: %d
                    trust: %s
                    username: zythom
                    password-file: %s
                    limits: [ 200/hour ]
                """.formatted(server.port(), trusted.pem(), secret))
                .toString();
    }

    @Test
    void the_list_names_each_preset_with_host_limits_and_source() {
        assertThat(relays()).isEqualTo(ExitCodes.DONE);

        List<String> lines = out.toString().lines().toList();
        for (Preset preset : Presets.all()) {
            assertThat(lines)
                    .anyMatch(line -> line.startsWith(preset.name() + " ")
                            && line.contains(preset.host() + ":" + preset.port())
                            && line.endsWith(preset.sources().get(0)));
        }
        assertThat(lines).anyMatch(line -> line.startsWith("gmail ") && line.contains("500/day, 20/minute*"));
    }

    @Test
    void as_json_each_preset_is_an_object_with_all_its_sources() {
        relays("--json");

        List<Map<?, ?>> presets = out.toString()
                .lines()
                .<Map<?, ?>>map(line -> JsonMapper.shared().readValue(line, Map.class))
                .toList();
        assertThat(presets).hasSameSizeAs(Presets.all());
        assertThat(presets.get(0).get("sources")).isEqualTo(Presets.all().get(0).sources());
        assertThat(presets.get(0).get("researched")).isEqualTo(2026);
    }

    @Test
    void a_relay_that_works_is_described_before_the_campaign_is_finished() throws Exception {
        try (var server = ScriptedSmtpServer.startTls(ours).login("zythom", SECRET)) {
            server.capabilities("SIZE 10485760", "AUTH PLAIN", "PIPELINING");

            assertThat(relays("try", "ecole", job(server, ours)))
                    .as(err.toString())
                    .isEqualTo(ExitCodes.DONE);

            assertThat(out.toString())
                    .contains("ecole: localhost:" + server.port())
                    .contains("TLSv1.3", "verified", "CN=Scripted SMTP server")
                    .contains("logged in as zythom", "up to 10 MB", "PIPELINING", "200/hour")
                    .contains("Nothing was sent")
                    .doesNotContain(SECRET);
            assertThat(server.accepted()).isEmpty();
        }
    }

    @Test
    void a_refused_login_is_77_and_still_tells_what_is_offered() throws Exception {
        try (var server = ScriptedSmtpServer.startTls(ours).login("zythom", "another")) {
            assertThat(relays("try", "ecole", job(server, ours))).isEqualTo(ExitCodes.NO_PERMISSION);

            assertThat(out.toString()).contains("TLSv1.3").doesNotContain("It works");
            assertThat(err.toString()).contains("refused our login: 535").doesNotContain(SECRET);
        }
    }

    @Test
    void a_relay_that_is_not_there_is_69() throws Exception {
        String job;
        try (var gone = ScriptedSmtpServer.startTls(ours)) {
            job = job(gone, ours);
        }

        assertThat(relays("try", "ecole", job)).isEqualTo(ExitCodes.UNAVAILABLE);

        assertThat(err.toString()).contains("refuses the connection; check relays.ecole.port");
    }

    @Test
    void a_login_of_another_kind_is_78() throws Exception {
        try (var server = ScriptedSmtpServer.startTls(ours).capabilities("AUTH XOAUTH2")) {
            assertThat(relays("try", "ecole", job(server, ours))).isEqualTo(ExitCodes.CONFIG);

            assertThat(err.toString()).contains("only XOAUTH2");
        }
    }

    @Test
    void a_relay_that_the_job_file_does_not_define_is_78_with_what_there_is() throws Exception {
        try (var server = ScriptedSmtpServer.startTls(ours)) {
            assertThat(relays("try", "ecol", job(server, ours))).isEqualTo(ExitCodes.CONFIG);

            assertThat(err.toString()).contains("have no \"ecol\"; did you mean ecole?");
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void without_a_job_file_it_takes_a_preset() {
        assertThat(relays("try", "ecole")).isEqualTo(ExitCodes.USAGE);

        assertThat(err.toString()).contains("\"ecole\" is not a preset", "facteur relays try ecole jobs/voeux.yaml");
    }

    @Test
    void a_job_file_alone_tries_all_of_its_relays_and_its_name_may_stand_first() throws Exception {
        Path job = Files.writeString(directory.resolve("two.yaml"), """
                relays:
                  ecole: { host: 127.0.0.1, port: 1, tls: none }
                  maison: { host: 127.0.0.1, port: 2, tls: none }
                """);

        assertThat(relays("try", job.toString())).isEqualTo(ExitCodes.UNAVAILABLE);
        assertThat(out.toString()).contains("ecole: 127.0.0.1:1", "maison: 127.0.0.1:2");

        assertThat(relays("try", job.toString(), "maison")).isEqualTo(ExitCodes.UNAVAILABLE);
        assertThat(out.toString()).containsOnlyOnce("ecole:");
    }

    @Test
    void a_preset_that_a_job_file_does_not_define_is_told_apart_from_a_relay() throws Exception {
        Path job = Files.writeString(directory.resolve("none.yaml"), "campaign: { relays: [ gmail ] }\n");

        assertThat(relays("try", "gmail", job.toString())).isEqualTo(ExitCodes.CONFIG);
        assertThat(err.toString()).contains("\"gmail\" is a preset, and no relay of this file yet");
    }
}
