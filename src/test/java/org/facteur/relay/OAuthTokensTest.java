package org.facteur.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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

    @BeforeEach
    void start() throws IOException {
        endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endpoint.createContext("/token", exchange -> {
            requests.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            byte[] body = (answer.isEmpty()
                            ? "{\"access_token\":\"token-" + requests.size() + "\",\"expires_in\":3600}"
                            : answer)
                    .getBytes(UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        endpoint.start();
        tokens = new OAuthTokens(credentials("http://127.0.0.1:" + port() + "/token"), () -> now);
    }

    @AfterEach
    void stop() {
        endpoint.stop(0);
    }

    private int port() {
        return endpoint.getAddress().getPort();
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {\"error\":\"invalid_grant\",\"error_description\":\"refresh-s3cret is revoked\"} | invalid_grant | true",
                "401 | {\"error\":\"invalid_client\"} | invalid_client | true",
                "429 | {\"error\":\"slow_down\"} | HTTP 429 | false",
                "503 | <html>refresh-s3cret</html> | not JSON (HTTP 503) | false",
                "200 | {\"token_type\":\"Bearer\"} | no token in its answer | false"
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
        endpoint.stop(0);

        assertThatThrownBy(tokens::accessToken).isInstanceOfSatisfying(TokenSource.TokenException.class, e -> {
            assertThat(e.isRefused()).isFalse();
            assertThat(e).hasMessageContaining("http://127.0.0.1:" + port() + "/token cannot be reached");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://login.example/token", "ftp://127.0.0.1/token"})
    void secrets_go_to_https_only(String uri) {
        assertThatThrownBy(() -> new OAuthTokens(credentials(uri), () -> now))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be https");
    }
}
