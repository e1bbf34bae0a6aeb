package org.facteur.report;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.facteur.dispatch.PlanSummary;
import org.facteur.ledger.CampaignState;
import org.facteur.ledger.Counts;
import org.facteur.pace.IsoTime;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a campaign stands.
 *
 * @param reason why it stands there; null where nothing needs saying
 * @param resumeAt when to run again; null where nothing is waited for
 * @param rows of the contacts file, and recipients enlisted before
 * @param plan what is left will take; null where nothing is left, or nothing is known
 * @param returned how many people there are of each kind of what came back, see {@link org.facteur.ledger.ReturnHistory#counts}; may be empty
 * @param workers that carry its letters or stand ready to; none where one process does it all
 */
public record CampaignStatus(
        String campaign,
        CampaignState state,
        @Nullable Reason reason,
        @Nullable Instant resumeAt,
        long rows,
        Counts counts,
        @Nullable PlanSummary plan,
        Map<String, Long> returned,
        List<WorkerStatus> workers) {

    public CampaignStatus(
            String campaign,
            CampaignState state,
            @Nullable Reason reason,
            @Nullable Instant resumeAt,
            long rows,
            Counts counts,
            @Nullable PlanSummary plan) {
        this(campaign, state, reason, resumeAt, rows, counts, plan, Map.of(), List.of());
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public static CampaignStatus none(String campaign) {
        return new CampaignStatus(campaign, CampaignState.NEW, null, null, 0, Counts.NONE, null);
    }

    /** The totals must add up; where they do not, something was counted twice or lost. */
    public boolean addsUp() {
        return rows == counts.sum();
    }

    /** Whether a process is at it. */
    public boolean isRunning() {
        return state == CampaignState.RUNNING;
    }

    /** Letters that a relay has taken. */
    public long sent() {
        return counts.sent();
    }

    /** Rows that are not written to. */
    public long leftOut() {
        return counts.invalid() + counts.duplicate() + counts.suppressed();
    }

    /** Letters that a relay may have or not, for the owner to decide about. */
    public long inDoubt() {
        return counts.inDoubt();
    }

    /** One line. */
    public String toJson(ZoneId zone) {
        return JSON.writeValueAsString(toMap(zone, Reason::toString));
    }

    /** What {@link #toJson} writes. */
    public Map<String, @Nullable Object> toMap(ZoneId zone) {
        return toMap(zone, Reason::toString);
    }

    /** @param form of reasons: in English, or as they are kept */
    public Map<String, @Nullable Object> toMap(ZoneId zone, Function<Reason, String> form) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("campaign", campaign);
        json.put("state", state.name());
        json.put("reason", reason == null ? null : form.apply(reason));
        json.put("resumeAt", resumeAt == null ? null : IsoTime.of(resumeAt, zone));
        json.put("rows", rows);
        json.put("counts", sumByState());
        if (plan != null) {
            json.put("plan", plan.toMap(zone, form));
        }
        if (!returned.isEmpty()) {
            json.put("returned", returned);
        }
        if (!workers.isEmpty()) {
            json.put("workers", workers.stream().map(WorkerStatus::toMap).toList());
        }
        return json;
    }

    /** What the rows are the sum of, by the names that JSON gives them. */
    public Map<String, Long> sumByState() {
        Map<String, Long> numbers = new LinkedHashMap<>();
        numbers.put("pending", counts.pending());
        numbers.put("sending", counts.sending());
        numbers.put("sent", counts.sent());
        numbers.put("deferred", counts.deferred());
        numbers.put("refused", counts.refused());
        numbers.put("expired", counts.expired());
        numbers.put("inDoubt", counts.inDoubt());
        numbers.put("invalid", counts.invalid());
        numbers.put("duplicate", counts.duplicate());
        numbers.put("suppressed", counts.suppressed());
        return numbers;
    }

    /**
     * What {@link #toMap} made.
     *
     * @param reasons by their form in JSON
     */
    static CampaignStatus of(JsonNode status, Function<String, Reason> reasons) {
        JsonNode counts = status.get("counts");
        return new CampaignStatus(
                status.get("campaign").asString(),
                CampaignState.valueOf(status.get("state").asString()),
                status.get("reason").isNull()
                        ? null
                        : reasons.apply(status.get("reason").asString()),
                status.get("resumeAt").isNull()
                        ? null
                        : ZonedDateTime.parse(status.get("resumeAt").asString()).toInstant(),
                status.get("rows").asLong(),
                new Counts(
                        counts.get("pending").asLong(),
                        counts.get("sending").asLong(),
                        counts.get("sent").asLong(),
                        counts.get("deferred").asLong(),
                        counts.get("refused").asLong(),
                        counts.get("expired").asLong(),
                        counts.get("inDoubt").asLong(),
                        counts.get("invalid").asLong(),
                        counts.get("duplicate").asLong(),
                        counts.get("suppressed").asLong()),
                status.has("plan") ? PlanSummary.of(status.get("plan"), reasons) : null,
                returned(status.path("returned")),
                WorkerStatus.of(status.path("workers")));
    }

    private static Map<String, Long> returned(JsonNode json) {
        Map<String, Long> returned = new LinkedHashMap<>();
        json.propertyStream()
                .forEach(kind -> returned.put(kind.getKey(), kind.getValue().asLong()));
        return returned;
    }

    /** The sum, as status, the report and the end of a run print it. */
    public String sum() {
        return ("%d rows = %d pending + %d sending + %d sent + %d deferred + %d refused + %d expired + %d in doubt"
                        + " + %d invalid + %d duplicate + %d suppressed")
                .formatted(
                        rows,
                        counts.pending(),
                        counts.sending(),
                        counts.sent(),
                        counts.deferred(),
                        counts.refused(),
                        counts.expired(),
                        counts.inDoubt(),
                        counts.invalid(),
                        counts.duplicate(),
                        counts.suppressed());
    }
}
