package org.facteur.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a mailing will take, as its owner is told.
 *
 * @param letters that will be sent
 * @param periods in which letters leave
 * @param ends when the last one has left; null: some never can
 * @param heldBackBy what makes it wait longest, such as {@code relay ecole: 500/day}; empty where nothing does
 */
public record PlanSummary(
        int letters, List<Period> periods, @Nullable Instant ends, String heldBackBy) {

    /** From the first letter's start to the last one's end. */
    public record Period(Instant start, Instant end, int letters) {}

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final LocalTime EVENING = LocalTime.of(18, 0);
    private static final LocalTime MORNING = LocalTime.of(7, 0);
    /** Periods beyond these are summed up in the last one, so that a ledger's row holds it. */
    private static final int MOST_PERIODS = 31;

    public PlanSummary {
        periods = List.copyOf(periods);
    }

    /** Such as {@code 3,842 letters, 4 nights, ends Thursday 02:40; what holds it back: relay ecole: 500/day}. */
    public String sentence(ZoneId zone, Instant now) {
        StringBuilder sentence = new StringBuilder();
        sentence.append("%,d letter%s".formatted(letters, letters == 1 ? "" : "s"));
        if (letters > 0) {
            sentence.append(", ").append(span(zone));
        }
        if (ends == null) {
            sentence.append(", some of which can never leave");
        } else if (letters > 0) {
            boolean far = Duration.between(now, ends).toDays() >= 6;
            DateTimeFormatter when =
                    DateTimeFormatter.ofPattern(far ? "EEEE d MMMM HH:mm" : "EEEE HH:mm", Locale.ENGLISH);
            sentence.append(", ends ").append(when.format(ends.atZone(zone)));
        }
        if (!heldBackBy.isEmpty()) {
            sentence.append("; what holds it back: ").append(heldBackBy);
        }
        return sentence.toString();
    }

    private String span(ZoneId zone) {
        boolean nights =
                periods.stream().allMatch(period -> isNight(period.start().atZone(zone)));
        long count = periods.stream()
                // A night belongs to the day on which it began.
                .map(period ->
                        period.start().atZone(zone).minusHours(nights ? 12 : 0).toLocalDate())
                .distinct()
                .count();
        String noun = nights ? "night" : "day";
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static boolean isNight(ZonedDateTime start) {
        LocalTime time = start.toLocalTime();
        return !time.isBefore(EVENING) || time.isBefore(MORNING);
    }

    public Map<String, Object> toMap(ZoneId zone) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Period period : periods) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("start", CampaignStatus.time(period.start(), zone));
            one.put("end", CampaignStatus.time(period.end(), zone));
            one.put("letters", period.letters());
            list.add(one);
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("letters", letters);
        map.put("ends", ends == null ? null : CampaignStatus.time(ends, zone));
        map.put("heldBackBy", heldBackBy.isEmpty() ? null : heldBackBy);
        map.put("periods", list);
        return map;
    }

    /** As the ledger keeps it. */
    public String toLedger() {
        List<Period> kept = periods;
        if (periods.size() > MOST_PERIODS) {
            kept = new ArrayList<>(periods.subList(0, MOST_PERIODS - 1));
            List<Period> rest = periods.subList(MOST_PERIODS - 1, periods.size());
            kept.add(new Period(
                    rest.get(0).start(),
                    rest.get(rest.size() - 1).end(),
                    rest.stream().mapToInt(Period::letters).sum()));
        }
        return JSON.writeValueAsString(new PlanSummary(letters, kept, ends, heldBackBy).toMap(ZoneId.of("UTC")));
    }

    /** What {@link #toLedger} wrote. */
    public static PlanSummary fromLedger(String json) {
        return of(JSON.readTree(json));
    }

    static PlanSummary of(JsonNode node) {
        List<Period> periods = new ArrayList<>();
        for (JsonNode period : node.get("periods")) {
            periods.add(new Period(
                    time(period.get("start")),
                    time(period.get("end")),
                    period.get("letters").intValue()));
        }
        return new PlanSummary(
                node.get("letters").intValue(),
                periods,
                node.get("ends").isNull() ? null : time(node.get("ends")),
                node.get("heldBackBy").isNull() ? "" : node.get("heldBackBy").asString());
    }

    private static Instant time(JsonNode node) {
        return ZonedDateTime.parse(node.asString()).toInstant();
    }
}
