package org.facteur.check.filter;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks Rspamd's worker over HTTP. */
final class Rspamd {

    /** What it does with what it takes for spam; it may also wait (greylist, soft reject), which is no judgement. */
    private static final Set<String> SPAM = Set.of("reject", "add header", "rewrite subject", "quarantine", "discard");

    /** From which score on it marks a letter, as packaged. */
    private static final double MARKED = 6.0;

    private final URI rspamd;
    private final Map<String, String> envelope;

    /** @param envelope its headers {@code Ip}, {@code Helo}, {@code Hostname}, {@code From}: else it judges what it does not know */
    Rspamd(URI rspamd, Map<String, String> envelope) {
        this.rspamd = rspamd;
        this.envelope = envelope;
    }

    /** An address beyond ASCII (RFC 6531) is no value of a header (RFC 9110, 5.5): it judges without it. */
    private static void tell(HttpRequest.Builder request, String name, String value) {
        if (value.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
            request.header(name, value);
        }
    }

    /** @throws IOException when it does not answer, or not as Rspamd does */
    Scored score(byte[] letter, String recipient, Duration patience) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(rspamd.resolve("/checkv2"))
                .timeout(patience)
                .POST(HttpRequest.BodyPublishers.ofByteArray(letter));
        envelope.forEach((name, value) -> tell(request, name, value));
        tell(request, "Rcpt", recipient);
        HttpResponse<String> response;
        try {
            response = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(patience)
                    .build()
                    .send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        try {
            JsonNode json = JsonMapper.shared().readTree(response.body());
            if (response.statusCode() != 200 || !json.has("action") || !json.has("score")) {
                throw new IOException("status " + response.statusCode());
            }
            List<Scored.Rule> rules = new ArrayList<>();
            json.path("symbols")
                    .properties()
                    .forEach(symbol -> rules.add(new Scored.Rule(
                            symbol.getKey(),
                            symbol.getValue().path("score").asDouble(0),
                            symbol.getValue().path("description").asString(""))));
            double noise = rules.stream()
                    .filter(rule -> RuleAdvice.isNoise(rule.name()))
                    .mapToDouble(Scored.Rule::points)
                    .filter(points -> points > 0)
                    .sum();
            double score = Math.round(100 * (json.get("score").asDouble() - noise)) / 100.0;
            // Its action counts, which is by thresholds of its own, unless it would have been another without the
            // noise.
            boolean spam = SPAM.contains(json.get("action").asString("")) && (noise == 0 || score >= MARKED);
            return new Scored(score, spam, rules);
        } catch (JacksonException e) {
            throw new IOException("no JSON", e);
        }
    }
}
