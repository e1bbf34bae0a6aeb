package org.facteur.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.facteur.packaged.FacteurProcess;
import org.facteur.packaged.FreePort;
import org.facteur.reason.ExitCodes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program as a nightly service: runs, is asked over HTTP, and ends when it is told to. */
class ScheduleIT {

    @TempDir
    private Path home;

    private Path job;
    private Process schedule;
    private int port;

    @BeforeEach
    void start() throws IOException {
        Sample.FR.writeTo(home, Sample.yearToWish(LocalDate.EPOCH));
        job = home.resolve(Sample.FR.job());
        port = FreePort.find();
        List<String> command = new ArrayList<>(FacteurProcess.command());
        command.addAll(List.of("schedule", job.toString(), "--cron", "* * * * * *", "--port", String.valueOf(port)));
        schedule = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("said").toFile())
                .start();
    }

    @AfterEach
    void end() throws InterruptedException {
        schedule.destroyForcibly().waitFor();
    }

    private String said() throws IOException {
        return Files.readString(home.resolve("said"), UTF_8);
    }

    private HttpResponse<String> get(String path) {
        URI uri = URI.create("http://127.0.0.1:" + port + "/actuator/" + path);
        try {
            return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(said(e), e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String said(IOException asked) {
        try {
            return said();
        } catch (IOException e) {
            asked.addSuppressed(e);
            return "nothing";
        }
    }

    private void awaitHealth(int status, String words) {
        await().atMost(Duration.ofMinutes(2)).ignoreExceptions().untilAsserted(() -> {
            HttpResponse<String> health = get("health");
            assertThat(health.body()).contains(words);
            assertThat(health.statusCode()).isEqualTo(status);
        });
    }

    @Test
    void it_runs_again_and_again_tells_of_a_failure_recovers_and_ends_on_sigterm() throws Exception {
        awaitHealth(200, "COMPLETED");
        assertThat(get("prometheus").body()).contains("facteur_letters{state=\"sent\"} 6.0");

        String good = Files.readString(job);
        Files.writeString(job, good.replace("chunk: 50", "chunk: none"));
        awaitHealth(503, "campaign.pace.chunk");

        Files.writeString(job, good);
        awaitHealth(200, "COMPLETED");

        // destroy() is SIGTERM; its exit code says so.
        schedule.destroy();
        assertThat(schedule.waitFor()).as(said()).isEqualTo(ExitCodes.TERMINATED);
        assertThat(said()).contains("first run: ", "voeux-1970: COMPLETED", "stopped by SIGTERM");
        try (Stream<Path> letters = Files.list(home.resolve("var/sandbox/voeux-1970"))) {
            // Many runs, one letter each.
            assertThat(letters.filter(file -> file.toString().endsWith(".eml"))).hasSize(6);
        }
    }
}
