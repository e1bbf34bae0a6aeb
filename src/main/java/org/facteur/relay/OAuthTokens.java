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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.facteur.reason.InvalidValueException;
import org.facteur.reason.Reason;
import org.facteur.reason.Reasoned;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Access tokens by the refresh-token grant (RFC 6749, 6), kept until shortly before they end. Safe for several threads. */
final class OAuthTokens implements TokenSource {

    /** For a whole exchange, to the last byte of its answer. */
    static final Duration LONGEST = Duration.ofSeconds(30);

    /** The same once we are to stop: the answer may hold a refresh token without which nobody gets in tomorrow. */
    static final Duration LONGEST_TO_STOP = Duration.ofSeconds(5);

    /** How often it is looked whether we are to stop. */
    private static final Duration TICK = Duration.ofMillis(200);

    private static final Duration MARGIN = Duration.ofSeconds(60);
    /** Where the endpoint does not say how long (RFC 6749, 5.1: expires_in is recommended only). */
    private static final long DEFAULT_SECONDS = 300;

    /** An endpoint that promises more is asked again after a day. */
    private static final long MOST_SECONDS = 86_400;
    /** More than any answer is long. */
    private static final int LARGEST = 65_536;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Credentials.OAuth2 credentials;
    private final InstantSource clock;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(LONGEST).build();
    private @Nullable String token;
    private boolean servedAgain;
    private final RotatedTokens rotated;
    private final EndpointPatience patience;
    private @Nullable String refreshToken;
    private Instant validUntil = Instant.MIN;
    private volatile @Nullable TokenException failure;

    /**
     * How long an answer is waited for.
     *
     * @param longest for a whole exchange with the endpoint
     * @param toStop for what is left of it once we are to stop
     */
    record EndpointPatience(Duration longest, BooleanSupplier stopping, Duration toStop) {

        static EndpointPatience standard(BooleanSupplier stopping) {
            return new EndpointPatience(LONGEST, stopping, LONGEST_TO_STOP);
        }
    }

    /**
     * @param rotated where new refresh tokens are kept
     * @throws IllegalArgumentException when the endpoint would be spoken to without TLS
     */
    OAuthTokens(Credentials.OAuth2 credentials, InstantSource clock, RotatedTokens rotated, EndpointPatience patience) {
        URI endpoint = credentials.tokenEndpoint();
        boolean local = endpoint.getHost() != null && Loopback.is(endpoint.getHost());
        if (!"https".equals(endpoint.getScheme()) && !(local && "http".equals(endpoint.getScheme()))) {
            throw new InvalidValueException(RelayReason.TOKEN_HTTPS.of(endpoint));
        }
        this.credentials = credentials;
        this.rotated = rotated;
        this.patience = patience;
        this.clock = clock;
    }

    @Override
    public String accessToken() {
        TokenException before = failure;
        return accessToken(before);
    }

    private synchronized String accessToken(@Nullable TokenException before) {
        String current = token;
        if (current != null && clock.instant().isBefore(validUntil)) {
            servedAgain = true;
            return current;
        }
        TokenException latest = failure;
        if (latest != null && latest != before) {
            // Another connection asked in vain while this one waited for it.
            throw latest;
        }
        try {
            current = fetch();
        } catch (TokenException e) {
            failure = e;
            throw e;
        }
        token = current;
        servedAgain = false;
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

    /** By the refresh token that was given last; where that is refused, once more by the job file's. */
    private String fetch() {
        String own = credentials.refreshToken();
        String latest = refreshToken;
        if (latest == null) {
            latest = kept();
        }
        try {
            return fetch(latest);
        } catch (TokenException e) {
            if (!e.isRefused() || latest.equals(own)) {
                throw e;
            }
            return fetch(own);
        }
    }

    private String kept() {
        try {
            String kept = rotated.insteadOf(credentials);
            return kept == null ? credentials.refreshToken() : kept;
        } catch (IOException e) {
            throw new TokenException(RelayReason.TOKEN_KEPT.of(String.valueOf(e.getMessage())), false);
        }
    }

    private String fetch(String by) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", by);
        form.put("client_id", credentials.clientId());
        if (credentials.clientSecret() != null) {
            form.put("client_secret", credentials.clientSecret());
        }
        if (credentials.scope() != null) {
            form.put("scope", credentials.scope());
        }
        HttpRequest request = HttpRequest.newBuilder(credentials.tokenEndpoint())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(form.entrySet().stream()
                        .map(entry ->
                                entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"))))
                .build();
        // HttpRequest's own time-out ends with the answer's first line.
        CompletableFuture<HttpResponse<String>> exchange = http.sendAsync(request, head -> new BoundedBody(LARGEST));
        try {
            HttpResponse<String> response = await(exchange);
            return read(response.statusCode(), response.body(), by);
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw patience.stopping().getAsBoolean()
                    ? new TokenException(RelayReason.TOKEN_INTERRUPTED.of(), false)
                    : unreachable(RelayReason.TOKEN_LATE.of(patience.longest().toSeconds()));
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw unreachable(
                    cause.getMessage() == null
                            ? Reason.verbatim(cause.getClass().getSimpleName())
                            : Reasoned.of(cause));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TokenException(RelayReason.TOKEN_INTERRUPTED.of(), false);
        }
    }

    private <T> T await(CompletableFuture<T> exchange)
            throws InterruptedException, ExecutionException, TimeoutException {
        long left = patience.longest().toMillis();
        boolean hurried = false;
        while (true) {
            try {
                return exchange.get(Math.min(left, TICK.toMillis()), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                left -= TICK.toMillis();
                if (!hurried && patience.stopping().getAsBoolean()) {
                    hurried = true;
                    left = Math.min(left, patience.toStop().toMillis());
                }
                if (left <= 0) {
                    throw e;
                }
            }
        }
    }

    private TokenException unreachable(Reason why) {
        return new TokenException(RelayReason.TOKEN_UNREACHED.of(credentials.tokenEndpoint(), why), false);
    }

    private String read(int status, String body, String by) {
        try {
            JsonNode json = JSON.readTree(body);
            if (status == 200 && json.path("access_token").isString()) {
                long seconds = json.path("expires_in").asLong(DEFAULT_SECONDS);
                validUntil = clock.instant()
                        .plusSeconds(Math.min(Math.max(0, seconds), MOST_SECONDS))
                        .minus(MARGIN);
                String next = json.path("refresh_token").asString("");
                refreshToken = by;
                if (!next.isBlank() && !next.equals(by)) {
                    // RFC 6749, 6: a new one replaces ours.
                    refreshToken = next;
                    keep(next);
                }
                return json.path("access_token").stringValue();
            }
            // RFC 6749, 5.2: "error" is a word of a fixed list. The rest of the body might repeat what we sent.
            Reason refusal = json.path("error").isString()
                    ? RelayReason.TOKEN_REFUSED.of(
                            json.path("error").stringValue().replaceAll("[^a-zA-Z_ ]", ""), status)
                    : RelayReason.TOKEN_NONE.of(status);
            throw new TokenException(
                    refusal,
                    // 429 and the like are for now only.
                    status == 400 || status == 401);
        } catch (JacksonException e) {
            throw new TokenException(RelayReason.TOKEN_JSON.of(status), false);
        }
    }

    private void keep(String next) {
        try {
            rotated.keep(credentials, next);
        } catch (IOException e) {
            throw new TokenException(RelayReason.TOKEN_KEEP.of(String.valueOf(e.getMessage())), false);
        }
    }
}
