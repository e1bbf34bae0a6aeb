package org.facteur.cli.screen;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.facteur.job.RunResult;
import org.facteur.job.run.RunObserver;
import org.facteur.job.run.RunProgress;
import org.facteur.report.CampaignStatus;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A run for machines: one JSON object a line, an {@code event} each. {@code progress} comes when something has changed, once a second at
 * most; {@code end} comes last. Both hold what {@code status --json} holds.
 */
final class EventLines implements RunObserver {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final PrintWriter out;
    private final ZoneId zone;
    private Map<String, @Nullable Object> last = Map.of();

    EventLines(PrintWriter out, ZoneId zone) {
        this.out = out;
        this.zone = zone;
    }

    @Override
    public void at(RunProgress progress) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("stage", progress.stage().name());
        fields.put("rowsRead", progress.rowsRead());
        fields.put("perMinute", Math.round(progress.perMinute()));
        fields.putAll(progress.status().toMap(zone));
        if (!fields.equals(last)) {
            last = fields;
            print("progress", progress.at(), fields);
        }
    }

    void end(RunResult result, Instant now) {
        CampaignStatus status = result.status();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("exitCode", result.exitCode());
        fields.put("report", result.report() == null ? null : result.report().toString());
        fields.put("letters", result.letters() == null ? null : result.letters().toString());
        fields.putAll(status.toMap(zone));
        print("end", now, fields);
    }

    private void print(String event, Instant at, Map<String, @Nullable Object> fields) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("event", event);
        line.put(
                "at",
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                        at.truncatedTo(ChronoUnit.MILLIS).atZone(zone)));
        line.putAll(fields);
        out.println(JSON.writeValueAsString(line));
    }
}
