package org.facteur.report;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.facteur.dispatch.RelayUsage;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a process that runs a campaign tells the others, in {@code var/status.json}. */
public record RunningStatus(CampaignStatus campaign, List<RelayUsage> relays) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public RunningStatus {
        relays = List.copyOf(relays);
    }

    /**
     * One line: what {@code status --json} prints, and the relays; and of each reason in it the form in which it is kept, for a reader
     * whose language is another.
     */
    public String toJson(ZoneId zone) {
        Map<String, String> kept = new LinkedHashMap<>();
        Function<Reason, String> form = reason -> {
            kept.put(reason.toString(), reason.toKept());
            return reason.toString();
        };
        Map<String, @Nullable Object> json = new LinkedHashMap<>(campaign.toMap(zone, form));
        json.put("relays", relays.stream().map(relay -> relay.toMap(zone, form)).toList());
        json.put("kept", kept);
        return JSON.writeValueAsString(json);
    }

    /** What {@link #toJson} wrote. */
    public static RunningStatus fromJson(String json) {
        JsonNode status = JSON.readTree(json);
        Function<String, Reason> reasons =
                text -> Reason.kept(status.path("kept").path(text).asString(text));
        List<RelayUsage> relays = new ArrayList<>();
        status.get("relays").forEach(relay -> relays.add(RelayUsage.of(relay, reasons)));
        return new RunningStatus(CampaignStatus.of(status, reasons), relays);
    }
}
