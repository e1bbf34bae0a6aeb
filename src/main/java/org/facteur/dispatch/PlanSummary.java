package org.facteur.dispatch;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.facteur.dispatch.queue.Plan;
import org.facteur.pace.IsoTime;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a mailing will take, as its owner is told.
 *
 * @param letters that will be sent
 * @param periods in which letters leave
 * @param ends when the last one has left; null: some never can
 * @param heldBackBy what makes it wait longest, such as {@code relay ecole: 500/day}, or why there is no letter; null where nothing does
 */
public record PlanSummary(
        int letters,
        List<Plan.Period> periods,
        @Nullable Instant ends,
        @Nullable Reason heldBackBy) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** Periods beyond these are summed up in the last one, so that a ledger's row holds it. */
    private static final int MOST_PERIODS = 31;

    public PlanSummary {
        periods = List.copyOf(periods);
    }

    /** The same with another reason. */
    PlanSummary heldBackBy(Reason reason) {
        return new PlanSummary(letters, periods, ends, reason);
    }

    /** As JSON has it. */
    public Map<String, Object> toMap(ZoneId zone) {
        return toMap(zone, Reason::toString);
    }

    /** @param form of the reason: in English, or as it is kept */
    public Map<String, Object> toMap(ZoneId zone, Function<Reason, String> form) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Plan.Period period : periods) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("start", IsoTime.of(period.start(), zone));
            one.put("end", IsoTime.of(period.end(), zone));
            one.put("letters", period.letters());
            list.add(one);
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("letters", letters);
        map.put("ends", ends == null ? null : IsoTime.of(ends, zone));
        map.put("heldBackBy", heldBackBy == null ? null : form.apply(heldBackBy));
        map.put("periods", list);
        return map;
    }

    /** As the ledger keeps it. */
    public String toLedger() {
        List<Plan.Period> kept = periods;
        if (periods.size() > MOST_PERIODS) {
            kept = new ArrayList<>(periods.subList(0, MOST_PERIODS - 1));
            List<Plan.Period> rest = periods.subList(MOST_PERIODS - 1, periods.size());
            kept.add(new Plan.Period(
                    rest.get(0).start(),
                    rest.get(rest.size() - 1).end(),
                    rest.stream().mapToInt(Plan.Period::letters).sum()));
        }
        return JSON.writeValueAsString(
                new PlanSummary(letters, kept, ends, heldBackBy).toMap(ZoneId.of("UTC"), Reason::toKept));
    }

    /** What {@link #toLedger} wrote. */
    public static PlanSummary fromLedger(String json) {
        return of(JSON.readTree(json), Reason::kept);
    }

    /** @param reasons by their form in JSON */
    public static PlanSummary of(JsonNode node, Function<String, Reason> reasons) {
        List<Plan.Period> periods = new ArrayList<>();
        for (JsonNode period : node.get("periods")) {
            periods.add(new Plan.Period(
                    time(period.get("start")),
                    time(period.get("end")),
                    period.get("letters").intValue()));
        }
        return new PlanSummary(
                node.get("letters").intValue(),
                periods,
                node.get("ends").isNull() ? null : time(node.get("ends")),
                node.get("heldBackBy").isNull()
                        ? null
                        : reasons.apply(node.get("heldBackBy").asString()));
    }

    private static Instant time(JsonNode node) {
        return ZonedDateTime.parse(node.asString()).toInstant();
    }
}
