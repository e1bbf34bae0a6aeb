package org.facteur.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.facteur.smtp.ScriptedSmtpServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OAuthTokensTest {

    private Instant now = Instant.parse("2026-12-31T22:00:00Z");
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer endpoint;
    private OAuthTokens tokens;
    private volatile int status = 200;
    private volatile String answer = "";
    private volatile boolean drips;
    private volatile boolean stops;
    private volatile @Nullable String refused;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endpoint.createContext("/token", exchange -> {
            requests.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            if (drips) {
                exchange.sendResponseHeaders(200, 1000);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
                return;
            }
            if (refused != null && requests.get(requests.size() - 1).contains(refused)) {
                exchange.sendResponseHeaders(400, -1);
                exchange.close();
                return;
            }
            byte[] body = (answer.isEmpty()
                            ? "{\"access_token\":\"token-" + requests.size() + "\",\"expires_in\":3600}"
                            : answer)
                    .getBytes(UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        endpoint.start();
        tokens = inAnotherProcess(Duration.ofSeconds(30));
    }

    @AfterEach
    void stop() {
        endpoint.stop(0);
    }

    private int port() {
        return endpoint.getAddress().getPort();
    }

    /** What the next run begins with. */
    private OAuthTokens inAnotherProcess() {
        return inAnotherProcess(Duration.ofSeconds(30));
    }

    private OAuthTokens inAnotherProcess(Duration longest) {
        return new OAuthTokens(
                credentials("http://127.0.0.1:" + port() + "/token"),
                () -> now,
                new RotatedTokens(folder),
                new OAuthTokens.EndpointPatience(longest, () -> stops, Duration.ofMillis(300)));
    }

    private static Credentials.OAuth2 credentials(String uri) {
        return new Credentials.OAuth2(
                "zythom", URI.create(uri), "facteur", "client s3cret&", "refresh-s3cret", "mail.send");
    }

    @Test
    void it_asks_as_RFC_6749_says() {
        assertThat(tokens.accessToken()).isEqualTo("token-1");
        assertThat(requests)
                .containsExactly("grant_type=refresh_token&refresh_token=refresh-s3cret&client_id=facteur"
                        + "&client_secret=client+s3cret%26&scope=mail.send");
    }

    @Test
    void a_token_is_kept_until_shortly_before_it_ends() {
        tokens.accessToken();
        now = now.plus(Duration.ofMinutes(58));
        assertThat(tokens.accessToken()).isEqualTo("token-1");

        now = now.plus(Duration.ofMinutes(1));

        assertThat(tokens.accessToken()).isEqualTo("token-2");
    }

    @Test
    void a_kept_token_that_is_refused_is_worth_another_a_new_one_is_not() {
        tokens.accessToken();
        String kept = tokens.accessToken();

        assertThat(tokens.forget(kept)).isTrue();
        String brandNew = tokens.accessToken();
        assertThat(brandNew).isEqualTo("token-2");
        assertThat(tokens.forget(brandNew)).isFalse();
    }

    @Test
    void what_another_connection_renewed_already_is_not_renewed_again() {
        String old = tokens.accessToken();
        tokens.forget(old);
        tokens.accessToken();

        assertThat(tokens.forget(old)).isTrue();
        assertThat(tokens.accessToken()).isEqualTo("token-2");
    }

    @Test
    void a_new_refresh_token_replaces_the_old_one() {
        answer = "{\"access_token\":\"a\",\"expires_in\":0,\"refresh_token\":\"rotated\"}";
        tokens.accessToken();
        tokens.accessToken();

        assertThat(requests.get(1)).contains("refresh_token=rotated&");
    }

    @Test
    void a_new_refresh_token_is_kept_for_the_next_run_and_nobody_else_may_read_it() throws IOException {
        answer = "{\"access_token\":\"a\",\"expires_in\":3600,\"refresh_token\":\"rotated\"}";
        tokens.accessToken();

        inAnotherProcess().accessToken();

        assertThat(requests.get(1)).contains("refresh_token=rotated&");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).singleElement().satisfies(file -> {
                assertThat(file.getFileName().toString()).doesNotContain("s3cret", "rotated");
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            });
        }
    }

    @Test
    void a_kept_refresh_token_that_is_refused_gives_way_to_the_job_files() {
        answer = "{\"access_token\":\"a\",\"expires_in\":3600,\"refresh_token\":\"rotated\"}";
        tokens.accessToken();
        refused = "rotated";

        assertThat(inAnotherProcess().accessToken()).isEqualTo("a");
        assertThat(requests.get(2)).contains("refresh_token=refresh-s3cret&");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000000000000000000", "1e400", "-5", "\"soon\"", "null"})
    void an_odd_time_to_live_is_no_trouble(String seconds) {
        answer = "{\"access_token\":\"a\",\"expires_in\":" + seconds + "}";

        assertThat(tokens.accessToken()).isEqualTo("a");
        now = now.plus(Duration.ofDays(2));
        tokens.accessToken();
        assertThat(requests).hasSize(2);
    }

    @Test
    void an_endpoint_that_drips_or_says_nothing_has_half_a_minute_for_all() {
        drips = true;

        assertThatThrownBy(inAnotherProcess(Duration.ofMillis(300))::accessToken)
                .isInstanceOfSatisfying(
                        TokenSource.TokenException.class,
                        e -> assertThat(e.isRefused()).isFalse())
                .hasMessageContaining("no answer within");
    }

    @Test
    void a_run_that_is_to_stop_does_not_wait_long_for_an_endpoint() {
        drips = true;
        stops = true;

        assertThatThrownBy(inAnotherProcess(Duration.ofHours(1))::accessToken)
                .isInstanceOf(TokenSource.TokenException.class)
                .hasMessageContaining("interrupted");
    }

    @Test
    void connections_that_wait_for_one_token_are_told_together_that_there_is_none() {
        drips = true;
        OAuthTokens shared = inAnotherProcess(Duration.ofHours(1));
        List<Thread> threads = new CopyOnWriteArrayList<>();
        List<CompletableFuture<String>> connections = Stream.generate(
                        () -> CompletableFuture.supplyAsync(shared::accessToken, work -> {
                            Thread thread = new Thread(work);
                            threads.add(thread);
                            thread.start();
                        }))
                .limit(5)
                .toList();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> threads.stream()
                                .filter(thread -> thread.getState() == Thread.State.BLOCKED)
                                .count()
                        == 4);

        // Nothing else ends the exchange that the fifth waits for.
        stops = true;
        for (CompletableFuture<String> connection : connections) {
            assertThat(connection).failsWithin(Duration.ofMinutes(1));
        }

        assertThat(requests).hasSize(1);
        // Who asks later asks again.
        drips = false;
        assertThat(shared.accessToken()).startsWith("token-");
    }

    @Test
    void an_answer_without_end_is_cut_off() {
        answer = "{\"access_token\":\"" + "a".repeat(1_000_000) + "\"}";

        assertThatThrownBy(tokens::accessToken).hasMessageContaining("longer than 64 kB");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {\"error\":\"invalid_grant\",\"error_description\":\"refresh-s3cret is revoked\"} |"
                        + " invalid_grant | true",
                "401 | {\"error\":\"invalid_client\"} | invalid_client | true",
                "429 | {\"error\":\"slow_down\"} | HTTP 429 | false",
                "503 | <html>refresh-s3cret</html> | not JSON (HTTP 503) | false",
                "200 | {\"token_type\":\"Bearer\"} | gave no token | false"
            })
    void a_refusal_is_clear_and_holds_no_secret(int code, String body, String words, boolean refused) {
        status = code;
        answer = body;

        assertThatThrownBy(tokens::accessToken).isInstanceOfSatisfying(TokenSource.TokenException.class, e -> {
            assertThat(e.isRefused()).isEqualTo(refused);
            assertThat(e).hasMessageContaining(words);
            assertThat(e.getMessage()).doesNotContain("s3cret");
        });
    }

    @Test
    void an_endpoint_that_cannot_be_reached_is_no_refusal() {
        try (var gone = ScriptedSmtpServer.plain()) {
            gone.leave();
            String uri = "http://127.0.0.1:" + gone.port() + "/token";
            var source = TokenSource.of(credentials(uri), () -> now, folder, () -> false);

            assertThatThrownBy(source::accessToken).isInstanceOfSatisfying(TokenSource.TokenException.class, e -> {
                assertThat(e.isRefused()).isFalse();
                assertThat(e).hasMessageContaining(uri + " cannot be reached");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://login.example/token", "ftp://127.0.0.1/token"})
    void secrets_go_to_https_only(String uri) {
        assertThatThrownBy(() -> TokenSource.of(credentials(uri), () -> now, folder, () -> false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be https");
    }
}
