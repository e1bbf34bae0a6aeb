package org.facteur.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.facteur.dispatch.RelayUsage;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a process that runs a campaign tells the others, in {@code var/status.json}.
 *
 * @param others the home's other campaigns, as they stood when it began: the ledger is the run's until it ends
 */
public record RunningStatus(CampaignStatus campaign, List<RelayUsage> relays, List<CampaignStatus> others) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public RunningStatus {
        relays = List.copyOf(relays);
        others = List.copyOf(others);
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
        json.put("others", others.stream().map(other -> other.toMap(zone, form)).toList());
        json.put("kept", kept);
        return JSON.writeValueAsString(json);
    }

    /** What is told in that file; empty where no run tells anything, or has just ended. */
    public static Optional<RunningStatus> read(Path file) throws IOException {
        try {
            return Optional.of(fromJson(Files.readString(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** What {@link #toJson} wrote. */
    public static RunningStatus fromJson(String json) {
        JsonNode status = JSON.readTree(json);
        Function<String, Reason> reasons =
                text -> Reason.kept(status.path("kept").path(text).asString(text));
        List<RelayUsage> relays = new ArrayList<>();
        status.get("relays").forEach(relay -> relays.add(RelayUsage.of(relay, reasons)));
        List<CampaignStatus> others = new ArrayList<>();
        status.path("others").forEach(other -> others.add(CampaignStatus.of(other, reasons)));
        return new RunningStatus(CampaignStatus.of(status, reasons), relays, others);
    }
}
