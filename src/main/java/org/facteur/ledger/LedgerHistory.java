package org.facteur.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A campaign's attempts to reach its recipients, and its runs, looked back on; of errands only the quota tells, which they use too. Reads
 * only, and lets the database count: there may be a million attempts.
 */
public final class LedgerHistory {

    private final JdbcClient jdbc;
    private final String campaign;

    public LedgerHistory(JdbcClient jdbc, String campaign) {
        this.jdbc = jdbc;
        this.campaign = campaign;
    }

    /** From the first attempt to the last, those still open left out. */
    public record Span(Instant first, Instant last) {}

    /**
     * Attempts that ended within one small slice of time at the same relay and account with the same outcome.
     *
     * @param at where the slice begins; a multiple of its length
     * @param first when the first of them ended
     * @param last when the last of them ended
     */
    public record Grain(
            Instant at,
            String relay,
            String account,
            DeliveryState outcome,
            long attempts,
            Instant first,
            Instant last) {}

    /** Attempts that a server may have counted, in one slice of time. */
    public record Use(Instant at, long attempts) {}

    /**
     * What servers said, in one category.
     *
     * @param category as {@code export} prints it
     * @param reply the newest of them as the server gave it; null where none was kept
     */
    public record Answer(
            String category,
            DeliveryState outcome,
            long attempts,
            @Nullable Reason reply) {}

    /**
     * An execution of the job.
     *
     * @param end null where its process died
     * @param reason why it ended as it did; null where nothing needs saying
     * @param outcomes of the attempts that ended in it
     */
    public record Run(
            Instant start,
            @Nullable Instant end,
            String exit,
            @Nullable Reason reason,
            Map<DeliveryState, Long> outcomes) {}

    /** When the campaign was first started; empty when it never was. */
    public Optional<Instant> began() {
        return jdbc.sql("SELECT created_at FROM campaign WHERE name = :campaign")
                .param("campaign", campaign)
                .query(Long.class)
                .optional()
                .map(Instant::ofEpochMilli);
    }

    /** Empty when nothing was tried yet. */
    public Optional<Span> span() {
        Attempts attempts = new Attempts(jdbc);
        return attempts.first(campaign).flatMap(first -> attempts.last(campaign).map(last -> new Span(first, last)));
    }

    /** Attempts that have no end: those of a running process, or of one that died. */
    public long openAttempts() {
        return jdbc.sql("SELECT COUNT(*) FROM open_attempt WHERE campaign = :campaign AND delivery_id > 0")
                .param("campaign", campaign)
                .query(Long.class)
                .single();
    }

    /**
     * @param length of a slice; choose it so that the span has some ten thousand of them at most
     * @return in the order of time
     */
    public List<Grain> grains(Duration length) {
        // The length is a number of ours, and GROUP BY takes no parameters.
        return jdbc.sql("""
                        SELECT ended_at / %1$d AS slice, relay, account, outcome, COUNT(*) AS n,
                               MIN(ended_at) AS first_at, MAX(ended_at) AS last_at
                        FROM attempt WHERE campaign = :campaign AND delivery_id > 0
                        GROUP BY ended_at / %1$d, relay, account, outcome ORDER BY 1, 2, 3, 4""".formatted(length.toMillis()))
                .param("campaign", campaign)
                .query((row, number) -> new Grain(
                        Instant.ofEpochMilli(row.getLong("slice") * length.toMillis()),
                        row.getString("relay"),
                        row.getString("account"),
                        DeliveryState.valueOf(row.getString("outcome")),
                        row.getLong("n"),
                        at(row, "first_at"),
                        at(row, "last_at")))
                .list();
    }

    /** How an account was used, by every campaign of the home: its quota is one. In the order of time. */
    public List<Use> use(String account, Duration length, Instant from, Instant to) {
        return jdbc.sql("""
                        SELECT ended_at / %1$d AS slice, COUNT(*) AS n FROM attempt
                        WHERE ended_at >= :from AND ended_at <= :to AND account = :account AND counted = TRUE
                        GROUP BY ended_at / %1$d ORDER BY 1""".formatted(length.toMillis()))
                .param("account", account)
                .param("from", from.toEpochMilli())
                .param("to", to.toEpochMilli())
                .query((row, number) ->
                        new Use(Instant.ofEpochMilli(row.getLong("slice") * length.toMillis()), row.getLong("n")))
                .list();
    }

    /** The most frequent first. */
    public List<Answer> answers() {
        record Group(
                String category,
                DeliveryState outcome,
                long attempts,
                @Nullable Long newest) {}
        List<Group> groups = jdbc.sql("""
                        SELECT category, outcome, COUNT(*) AS n, MAX(CASE WHEN reply IS NULL THEN NULL ELSE id END) AS newest
                        FROM attempt WHERE campaign = :campaign AND delivery_id > 0
                        GROUP BY category, outcome ORDER BY n DESC, category, outcome""")
                .param("campaign", campaign)
                .query((row, number) -> new Group(
                        row.getString("category"),
                        DeliveryState.valueOf(row.getString("outcome")),
                        row.getLong("n"),
                        row.getObject("newest", Long.class)))
                .list();
        return groups.stream()
                .map(group -> new Answer(group.category(), group.outcome(), group.attempts(), reply(group.newest())))
                .toList();
    }

    private @Nullable Reason reply(@Nullable Long attempt) {
        return attempt == null
                ? null
                : Text.reason(jdbc.sql("SELECT reply FROM attempt WHERE id = :id")
                        .param("id", attempt)
                        .query(String.class)
                        .single());
    }

    /**
     * The newest runs, oldest first.
     *
     * @param zone in which the job repository keeps its times: the machine's
     */
    public List<Run> runs(int most, ZoneId zone) {
        record Kept(
                LocalDateTime start,
                @Nullable LocalDateTime end,
                String exit,
                @Nullable Reason reason) {}
        List<Kept> kept = new ArrayList<>(jdbc.sql("""
                        SELECT e.start_time, e.end_time, e.last_updated, e.exit_code, e.exit_message
                        FROM batch_job_execution e
                        JOIN batch_job_execution_params p ON p.job_execution_id = e.job_execution_id
                        WHERE p.parameter_name = 'campaign' AND p.parameter_value = :campaign AND e.start_time IS NOT NULL
                        ORDER BY e.job_execution_id DESC FETCH FIRST %d ROWS ONLY""".formatted(most))
                .param("campaign", campaign)
                .query((row, number) -> new Kept(
                        row.getObject("start_time", LocalDateTime.class),
                        row.getObject("end_time", LocalDateTime.class),
                        String.valueOf(row.getString("exit_code")),
                        Text.reason(row.getString("exit_message"))))
                .list());
        // Not by their times: Batch keeps local ones, and an hour comes twice when the clocks go back.
        Collections.reverse(kept);
        List<Run> runs = new ArrayList<>();
        Instant before = Instant.MIN;
        for (Kept run : kept) {
            Instant start = following(before, run.start(), zone);
            @Nullable Instant end = run.end() == null ? null : following(start, run.end(), zone);
            runs.add(new Run(start, end, run.exit(), run.reason(), Map.of()));
            before = end == null ? start : end;
        }
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i);
            // What a dead process left open is settled, and counted, by the run after it.
            long last = i + 1 < runs.size() ? runs.get(i + 1).start().toEpochMilli() - 1 : Long.MAX_VALUE;
            Instant end = run.end() == null ? Instant.ofEpochMilli(last) : run.end();
            runs.set(i, new Run(run.start(), run.end(), run.exit(), run.reason(), outcomes(run.start(), end)));
        }
        return runs;
    }

    /** Of the two instants that a local time may mean, the one that can be. */
    private static Instant following(Instant before, LocalDateTime local, ZoneId zone) {
        ZonedDateTime first = local.atZone(zone);
        return (first.toInstant().isBefore(before) ? first.withLaterOffsetAtOverlap() : first).toInstant();
    }

    private Map<DeliveryState, Long> outcomes(Instant start, Instant end) {
        Map<DeliveryState, Long> outcomes = new EnumMap<>(DeliveryState.class);
        jdbc.sql("""
                        SELECT outcome, COUNT(*) AS n FROM attempt
                        WHERE campaign = :campaign AND delivery_id > 0 AND ended_at >= :start AND ended_at <= :end GROUP BY outcome""")
                .param("campaign", campaign)
                .param("start", start.toEpochMilli())
                .param("end", end.toEpochMilli())
                .query(row -> {
                    outcomes.put(DeliveryState.valueOf(row.getString("outcome")), row.getLong("n"));
                });
        return outcomes;
    }

    private static Instant at(ResultSet row, String column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column));
    }
}
