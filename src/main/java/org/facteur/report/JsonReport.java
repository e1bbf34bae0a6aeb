package org.facteur.report;

import java.io.Writer;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.facteur.ledger.DeliveryState;
import org.facteur.ledger.LedgerHistory;
import org.facteur.ledger.LedgerLetters;
import org.facteur.ledger.ReturnHistory.Person;
import org.facteur.pace.IsoTime;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** The report as one JSON object; the long lists are written as they are read. */
final class JsonReport {

    private static final ObjectWriter JSON = JsonMapper.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build()
            .writerWithDefaultPrettyPrinter();

    private final ZoneId zone;

    private JsonReport(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * @param out stays open
     * @param letters null where no ledger is yet
     */
    static void write(CampaignReport report, @Nullable LedgerLetters letters, Writer out, ZoneId zone) {
        new JsonReport(zone).write(report, letters, out);
    }

    private void write(CampaignReport report, @Nullable LedgerLetters letters, Writer out) {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            head(report).forEach(json::writePOJOProperty);
            json.writeArrayPropertyStart("recipients");
            if (letters != null) {
                for (DeliveryState state : States.LISTED) {
                    letters.forEach(state, Long.MAX_VALUE, letter -> json.writePOJO(recipient(letter)));
                }
            }
            json.writeEndArray();
            json.writeArrayPropertyStart("exclusions");
            if (letters != null) {
                letters.forEachExclusion(Long.MAX_VALUE, exclusion -> {
                    Map<String, @Nullable Object> row = new LinkedHashMap<>();
                    row.put("line", exclusion.line());
                    row.put("email", exclusion.email());
                    row.put("reason", exclusion.kind().name());
                    row.put("detail", exclusion.reason().toString());
                    json.writePOJO(row);
                });
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private Map<String, @Nullable Object> head(CampaignReport report) {
        CampaignStatus status = report.status();
        Map<String, @Nullable Object> head = new LinkedHashMap<>();
        head.put("campaign", status.campaign());
        head.put("state", status.state().name());
        head.put("reason", text(status.reason()));
        head.put("resumeAt", time(status.resumeAt()));
        head.put("rows", status.rows());
        head.put("counts", status.sumByState());
        head.put("addsUp", status.addsUp());
        head.put("writtenAt", time(report.writtenAt()));
        head.put("beganAt", time(report.began()));
        head.put(
                "firstAttemptAt",
                report.span() == null ? null : time(report.span().first()));
        head.put(
                "lastAttemptAt",
                report.span() == null ? null : time(report.span().last()));
        head.put("runs", report.runs().stream().map(this::run).toList());
        head.put("timeline", timeline(report.timeline()));
        head.put("relays", report.relays().stream().map(this::relay).toList());
        if (!status.workers().isEmpty()) {
            head.put(
                    "workers",
                    status.workers().stream().map(WorkerStatus::toMap).toList());
        }
        head.put("domainCount", report.domainCount());
        head.put("domains", report.domains().stream().map(JsonReport::domain).toList());
        head.put("replies", report.answers().stream().map(JsonReport::answer).toList());
        head.put("returned", cameBack(report.cameBack()));
        Map<String, Object> attempts = new LinkedHashMap<>();
        attempts.put("ended", report.attempts());
        attempts.put("open", report.openAttempts());
        attempts.put("lettersByAttempts", report.letters());
        head.put("attempts", attempts);
        return head;
    }

    private Map<String, Object> cameBack(CameBack back) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("counts", back.counts());
        json.put("answeredByHour", back.answeredByHour());
        back.lists()
                .forEach((list, people) ->
                        json.put(list, people.stream().map(this::person).toList()));
        json.put(
                "failing",
                back.failing().stream()
                        .map(one ->
                                Map.of("email", one.email(), "campaigns", one.campaigns(), "category", one.category()))
                        .toList());
        return json;
    }

    private Map<String, @Nullable Object> person(Person person) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("email", person.email());
        json.put("from", person.sender());
        json.put("kind", person.kind());
        json.put("proven", person.proven());
        json.put("bad", person.bad());
        json.put("category", person.category());
        json.put("said", person.detail());
        json.put("at", time(person.receivedAt()));
        json.put("messages", person.messages());
        json.put(
                "awayUntil",
                person.awayUntil() == null ? null : person.awayUntil().toString());
        return json;
    }

    private Map<String, @Nullable Object> run(LedgerHistory.Run run) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("start", time(run.start()));
        json.put("end", time(run.end()));
        json.put("exit", run.exit());
        json.put("reason", text(run.reason()));
        json.put("attempts", states(run.outcomes()));
        return json;
    }

    private Map<String, Object> timeline(Timeline timeline) {
        Map<String, Object> json = new LinkedHashMap<>();
        var length = Buckets.length(timeline, Buckets.WIDE);
        json.put("bucketSeconds", length.toSeconds());
        json.put(
                "buckets",
                timeline.buckets(length, zone).stream()
                        .map(bucket -> {
                            Map<String, @Nullable Object> row = new LinkedHashMap<>();
                            row.put("at", time(bucket.at()));
                            row.putAll(states(bucket.outcomes()));
                            return row;
                        })
                        .toList());
        json.put(
                "pauses",
                timeline.pauses().stream()
                        .map(pause -> {
                            Map<String, @Nullable Object> row = period(pause.period());
                            row.put("reason", text(pause.reason()));
                            return row;
                        })
                        .toList());
        json.put(
                "limits",
                timeline.holds().stream()
                        .map(hold -> {
                            Map<String, Object> row = new LinkedHashMap<>();
                            row.put("owner", hold.rule().owner());
                            row.put("limit", hold.rule().text());
                            row.put(
                                    "reached",
                                    hold.periods().stream().map(this::period).toList());
                            return row;
                        })
                        .toList());
        return json;
    }

    private Map<String, @Nullable Object> relay(CampaignReport.RelayLine relay) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("relay", relay.relay());
        json.put("limits", relay.limits());
        json.put("first", time(relay.first()));
        json.put("last", time(relay.last()));
        json.put("attempts", states(relay.outcomes()));
        return json;
    }

    private static Map<String, @Nullable Object> domain(LedgerLetters.DomainCounts domain) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("domain", domain.domain().equals(CampaignReport.OTHERS) ? null : domain.domain());
        json.put("letters", states(domain.states()));
        return json;
    }

    private static Map<String, @Nullable Object> answer(CampaignReport.AnswerLine line) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("category", line.category());
        json.put("meaning", line.meaning().toString());
        json.put("attempts", states(line.outcomes()));
        Map<String, @Nullable String> replies = new LinkedHashMap<>();
        line.answers().forEach(answer -> replies.put(States.key(answer.outcome()), text(answer.reply())));
        json.put("replies", replies);
        return json;
    }

    private Map<String, @Nullable Object> recipient(LedgerLetters.Unsent letter) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("line", letter.line());
        json.put("email", letter.email());
        json.put("state", letter.state().name());
        json.put("category", letter.category());
        json.put("relay", letter.relay());
        json.put("attempts", letter.attempts());
        json.put("reply", text(letter.reply()));
        json.put("next", time(letter.next()));
        json.put("updatedAt", time(letter.updatedAt()));
        return json;
    }

    private Map<String, @Nullable Object> period(Period period) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("from", time(period.from()));
        json.put("to", time(period.to()));
        return json;
    }

    private static Map<String, Long> states(Map<DeliveryState, Long> counts) {
        Map<String, Long> json = new LinkedHashMap<>();
        counts.forEach((state, count) -> json.put(States.key(state), count));
        return json;
    }

    private @Nullable String time(@Nullable Instant time) {
        return time == null ? null : IsoTime.of(time, zone);
    }

    private static @Nullable String text(@Nullable Reason reason) {
        return reason == null ? null : reason.toString();
    }
}
