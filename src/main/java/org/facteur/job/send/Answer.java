package org.facteur.job.send;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.facteur.ledger.DeliveryState;
import org.facteur.ledger.Outcome;
import org.facteur.reason.Reason;
import org.facteur.relay.EnhancedStatus;
import org.facteur.relay.Phase;
import org.facteur.relay.Reply;
import org.facteur.relay.Submission;
import org.facteur.verdict.Category;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a worker tells the head of a letter that it was granted: all that the head would have seen had it sent the letter itself.
 *
 * @param outcome as it is recorded; null: nothing is, since no transaction began
 */
record Answer(Submission submission, @Nullable Outcome outcome) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** As a column of the ledger keeps it. */
    String toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("how", submission.getClass().getSimpleName());
        Reply reply = submission.reply();
        if (reply != null) {
            json.put("phase", reply.phase().name());
            json.put("code", reply.code());
            json.put(
                    "enhanced",
                    reply.enhanced() == null ? null : reply.enhanced().toString());
            json.put("text", reply.text());
        }
        Reason cause = submission.cause();
        if (cause != null) {
            json.put("cause", cause.toKept());
        }
        if (outcome != null) {
            json.put("state", outcome.state().name());
            json.put("category", outcome.category().name());
            json.put("reply", outcome.reply().toKept());
            if (outcome instanceof Outcome.Deferred deferred) {
                json.put("until", deferred.until().toString());
                json.put("bound", deferred.bound());
                json.put("usesAttempt", deferred.usesAttempt());
            }
        }
        return JSON.writeValueAsString(json);
    }

    /**
     * What {@link #toJson} wrote.
     *
     * @throws IllegalArgumentException when it is something else, such as a newer version's
     */
    static Answer of(String text) {
        JsonNode json = JSON.readTree(text);
        return new Answer(submission(json), json.has("state") ? outcome(json) : null);
    }

    private static Submission submission(JsonNode json) {
        String how = json.path("how").asString("");
        return switch (how) {
            case "Accepted" -> new Submission.Accepted(reply(json));
            case "Refused" -> new Submission.Refused(reply(json));
            case "Unreachable" ->
                new Submission.Unreachable(kept(json, "cause"), json.has("code") ? reply(json) : null);
            case "OtherLogin" -> new Submission.OtherLogin(kept(json, "cause"));
            case "BeyondAscii" -> new Submission.BeyondAscii(kept(json, "cause"), reply(json));
            case "TooLarge" -> new Submission.TooLarge(kept(json, "cause"));
            case "Untouched" -> new Submission.Untouched(kept(json, "cause"));
            case "Unwritten" -> new Submission.Unwritten(kept(json, "cause"));
            case "Broken" -> new Submission.Broken(kept(json, "cause"));
            case "Unanswered" -> new Submission.Unanswered(kept(json, "cause"));
            default -> throw new IllegalArgumentException("no answer: " + how);
        };
    }

    private static Reply reply(JsonNode json) {
        EnhancedStatus enhanced = json.get("enhanced").isNull()
                ? null
                : EnhancedStatus.parse(json.get("enhanced").asString()).orElse(null);
        return new Reply(
                Phase.valueOf(json.get("phase").asString()),
                json.get("code").asInt(),
                enhanced,
                json.get("text").asString());
    }

    private static Outcome outcome(JsonNode json) {
        Category category = Category.valueOf(json.get("category").asString());
        Reason reply = kept(json, "reply");
        DeliveryState state = DeliveryState.valueOf(json.get("state").asString());
        return switch (state) {
            case SENT -> new Outcome.Sent(category, reply);
            case REFUSED -> new Outcome.Refused(category, reply);
            case EXPIRED -> new Outcome.Expired(category, reply);
            case IN_DOUBT -> new Outcome.InDoubt(category, reply);
            case DEFERRED ->
                new Outcome.Deferred(
                        Instant.parse(json.get("until").asString()),
                        category,
                        reply,
                        json.get("bound").asBoolean(),
                        json.get("usesAttempt").asBoolean());
            case PENDING, SENDING -> throw new IllegalArgumentException("no outcome: " + state);
        };
    }

    private static Reason kept(JsonNode json, String key) {
        return Reason.kept(json.path(key).asString(""));
    }
}
