package org.facteur.report;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.facteur.ledger.CampaignState;
import org.facteur.ledger.Counts;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a campaign stands.
 *
 * @param reason why it stands there; null where nothing needs saying
 * @param resumeAt when to run again; null where nothing is waited for
 * @param rows of the contacts file, and recipients enlisted before
 */
public record CampaignStatus(
        String campaign,
        CampaignState state,
        @Nullable String reason,
        @Nullable Instant resumeAt,
        long rows,
        Counts counts) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public static CampaignStatus none(String campaign) {
        return new CampaignStatus(campaign, CampaignState.NEW, null, null, 0, Counts.NONE);
    }

    /** The totals must add up; where they do not, something was counted twice or lost. */
    public boolean addsUp() {
        return rows == counts.sum();
    }

    /** One line. */
    public String toJson(ZoneId zone) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("campaign", campaign);
        json.put("state", state.name());
        json.put("reason", reason);
        json.put("resumeAt", resumeAt == null ? null : time(resumeAt, zone));
        json.put("rows", rows);
        json.put("counts", sumByState());
        return JSON.writeValueAsString(json);
    }

    /** What the rows are the sum of, by the names that JSON gives them. */
    Map<String, Long> sumByState() {
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

    /** What {@link #toJson} wrote, as a map. */
    public static Map<?, ?> parse(String json) {
        return JSON.readValue(json, Map.class);
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

    static String time(Instant time, ZoneId zone) {
        return time.truncatedTo(ChronoUnit.SECONDS)
                .atZone(zone)
                .toOffsetDateTime()
                .toString();
    }
}
