package org.facteur.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.facteur.ledger.CampaignState;
import org.facteur.ledger.Counts;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Reason;
import org.facteur.report.CampaignStatus;
import org.facteur.report.WorkerStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MonitorServerTest {

    private static final Instant TEN = Instant.parse("2026-11-24T22:00:00Z");
    private static final RunMonitor MONITOR = new RunMonitor(() -> TEN);

    private static MonitorServer server;

    @BeforeAll
    static void start() {
        server = MonitorServer.start(MONITOR, 0);
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @BeforeEach
    void aRunIsOver() {
        MONITOR.waitsFor(TEN.plusSeconds(86_400));
        MONITOR.begins("voeux-2027", Path.of("nowhere"), TEN);
    }

    private static void ends(int exitCode) {
        Counts counts = new Counts(4, 0, 6, 0, 0, 0, 0, 0, 0, 0);
        MONITOR.ends(new LastRun(
                TEN,
                TEN.plusSeconds(60),
                exitCode,
                Reason.verbatim("how it ended"),
                new CampaignStatus(
                        "voeux-2027",
                        CampaignState.PAUSED,
                        null,
                        null,
                        10,
                        counts,
                        null,
                        Map.of(),
                        List.of(new WorkerStatus("w1", List.of(), 5, true)))));
    }

    private static java.net.http.HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + "/actuator/" + path);
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    @Test
    void a_run_that_paused_is_in_order() throws Exception {
        ends(ExitCodes.TRY_LATER);

        var health = get("health");

        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body())
                .contains("\"status\":\"UP\"")
                .contains("\"lastRun\":\"2026-11-24T22:00:00Z\"")
                .contains("\"nextRun\":\"2026-11-25T22:00:00Z\"")
                .contains("\"said\":\"how it ended\"");
    }

    @Test
    void after_a_run_that_failed_it_is_down_until_one_that_did_not() throws Exception {
        ends(ExitCodes.NO_PERMISSION);
        assertThat(get("health").statusCode()).isEqualTo(503);
        assertThat(get("health").body()).contains("\"exitCode\":77");

        ends(ExitCodes.DONE);
        assertThat(get("health").statusCode()).isEqualTo(200);
    }

    @Test
    void figures_are_there_for_prometheus() throws Exception {
        ends(ExitCodes.DONE);

        assertThat(get("prometheus").body().lines())
                .contains(
                        "facteur_letters{state=\"sent\"} 6.0",
                        "facteur_letters{state=\"pending\"} 4.0",
                        "facteur_last_run_exit_code 0.0",
                        "facteur_worker_letters{worker=\"w1\"} 5.0",
                        "facteur_running 0.0")
                .anyMatch(line -> line.startsWith("facteur_next_run_time_seconds 1.7956"))
                .anyMatch(line -> line.startsWith("jvm_memory_used_bytes"));
    }

    @Test
    void nothing_else_of_the_program_is_shown() throws Exception {
        assertThat(get("env").statusCode()).isEqualTo(404);
        assertThat(get("heapdump").statusCode()).isEqualTo(404);
    }

    @Test
    void other_machines_cannot_connect() throws Exception {
        for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
            for (InetAddress address : network.inetAddresses().toList()) {
                if (address.isLoopbackAddress() || address.isLinkLocalAddress()) {
                    continue;
                }
                try (Socket socket = new Socket()) {
                    assertThatThrownBy(() -> socket.connect(new InetSocketAddress(address, server.port()), 5000))
                            .isInstanceOf(ConnectException.class);
                }
            }
        }
    }

    @Test
    void a_port_that_is_taken_is_told_with_what_to_write() {
        assertThatThrownBy(() -> MonitorServer.start(MONITOR, server.port()))
                .isInstanceOf(MonitorServer.PortTakenException.class)
                .hasMessageContaining("port " + server.port() + " is taken; write another one as --port");
    }

    /** A page on the web whose name was made to mean this machine. */
    @Test
    void somebody_who_asks_by_another_name_is_told_nothing() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write("GET /actuator/health HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

            assertThat(answer).startsWith("HTTP/1.1 403").doesNotContain("lastRun");
        }
    }
}
