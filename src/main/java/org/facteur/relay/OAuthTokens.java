package org.facteur.relay;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Access tokens by the refresh-token grant (RFC 6749, 6), kept until shortly before they end. Safe for several threads. */
public final class OAuthTokens implements TokenSource {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration MARGIN = Duration.ofSeconds(60);
    /** Where the endpoint does not say how long (RFC 6749, 5.1: expires_in is recommended only). */
    private static final long DEFAULT_SECONDS = 300;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Credentials.OAuth2 credentials;
    private final InstantSource clock;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private @Nullable String token;
    private boolean servedAgain;
    private String refreshToken;
    private Instant validUntil = Instant.MIN;

    /**
     * @throws IllegalArgumentException when the endpoint would be spoken to without TLS
     */
    public OAuthTokens(Credentials.OAuth2 credentials, InstantSource clock) {
        URI endpoint = credentials.tokenEndpoint();
        boolean local = endpoint.getHost() != null && Loopback.is(endpoint.getHost());
        if (!"https".equals(endpoint.getScheme()) && !(local && "http".equals(endpoint.getScheme()))) {
            throw new IllegalArgumentException("the token endpoint " + endpoint + " must be https");
        }
        this.credentials = credentials;
        this.refreshToken = credentials.refreshToken();
        this.clock = clock;
    }

    @Override
    public synchronized String accessToken() {
        String current = token;
        if (current == null || !clock.instant().isBefore(validUntil)) {
            current = fetch();
            token = current;
            servedAgain = false;
        } else {
            servedAgain = true;
        }
        return current;
    }

    @Override
    public synchronized boolean forget(String refused) {
        if (!refused.equals(token)) {
            // Another connection has fetched a new one meanwhile.
            return true;
        }
        token = null;
        return servedAgain;
    }

    private String fetch() {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", refreshToken);
        form.put("client_id", credentials.clientId());
        if (credentials.clientSecret() != null) {
            form.put("client_secret", credentials.clientSecret());
        }
        if (credentials.scope() != null) {
            form.put("scope", credentials.scope());
        }
        HttpRequest request = HttpRequest.newBuilder(credentials.tokenEndpoint())
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(form.entrySet().stream()
                        .map(entry ->
                                entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"))))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return read(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new TokenException(
                    "the token endpoint " + credentials.tokenEndpoint() + " cannot be reached ("
                            + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()) + ")",
                    false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TokenException("interrupted while asking for a token", false);
        }
    }

    private String read(int status, String body) {
        try {
            JsonNode json = JSON.readTree(body);
            if (status == 200 && json.path("access_token").isString()) {
                long seconds = json.path("expires_in").asLong(DEFAULT_SECONDS);
                validUntil = clock.instant().plusSeconds(Math.max(0, seconds)).minus(MARGIN);
                if (json.path("refresh_token").isString()) {
                    // RFC 6749, 6: a new one replaces ours, for as long as this process lives.
                    refreshToken = json.path("refresh_token").stringValue();
                }
                return json.path("access_token").stringValue();
            }
            // RFC 6749, 5.2: "error" is a word of a fixed list. The rest of the body might repeat what we sent.
            String error = json.path("error").isString() ? json.path("error").stringValue() : "no token in its answer";
            throw new TokenException(
                    "the token endpoint says \"" + error.replaceAll("[^a-zA-Z_ ]", "") + "\" (HTTP " + status
                            + "); is the refresh token still valid? Sign in again and store a new one",
                    // 429 and the like are for now only.
                    status == 400 || status == 401);
        } catch (JacksonException e) {
            throw new TokenException("the token endpoint's answer is not JSON (HTTP " + status + ")", false);
        }
    }
}
