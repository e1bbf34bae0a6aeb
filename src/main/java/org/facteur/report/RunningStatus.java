package org.facteur.report;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.facteur.dispatch.RelayUsage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a process that runs a campaign tells the others, in {@code var/status.json}. */
public record RunningStatus(CampaignStatus campaign, List<RelayUsage> relays) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public RunningStatus {
        relays = List.copyOf(relays);
    }

    /** One line: what {@code status --json} prints, and the relays. */
    public String toJson(ZoneId zone) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>(campaign.toMap(zone));
        json.put("relays", relays.stream().map(relay -> relay.toMap(zone)).toList());
        return JSON.writeValueAsString(json);
    }

    /** What {@link #toJson} wrote. */
    public static RunningStatus fromJson(String json) {
        JsonNode status = JSON.readTree(json);
        List<RelayUsage> relays = new ArrayList<>();
        status.get("relays").forEach(relay -> relays.add(RelayUsage.of(relay)));
        return new RunningStatus(CampaignStatus.of(status), relays);
    }
}
