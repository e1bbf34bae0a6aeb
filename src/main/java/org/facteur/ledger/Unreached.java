package org.facteur.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whom a campaign's letter did not reach: refused, given up, bounced with proof, or a row without a usable address. Nobody who answered. */
public final class Unreached {

    /** Version of the ledger that knows what came back, and the rows of those who are left out. */
    public static final int SINCE = 11;

    /**
     * A row of the contacts file.
     *
     * @param values as they stood; null where the cells of a row that was never enlisted could not be told apart
     * @param why its state, the category of its bounce, or why it is left out
     */
    public record Row(long line, String email, @Nullable Map<String, String> values, String why) {}

    private static final String LETTERS = "SELECT id, line, email, fields, category, state FROM delivery ";

    private final JdbcClient jdbc;
    private final String campaign;

    public Unreached(JdbcClient jdbc, String campaign) {
        this.jdbc = jdbc;
        this.campaign = campaign;
    }

    /**
     * In the file's order.
     *
     * @param returns whether the ledger is of version {@link #SINCE}
     */
    public List<Row> rows(boolean returns) {
        Set<Long> answered = new HashSet<>(returns ? returned("kind = 'answer'") : List.of());
        List<Row> rows = new ArrayList<>();
        for (DeliveryState state : List.of(DeliveryState.REFUSED, DeliveryState.EXPIRED)) {
            letters("WHERE campaign = :campaign AND state = :value AND id > 0", state.name(), answered, rows);
        }
        if (returns) {
            for (Long id : returned("kind = 'bounce' AND proven = TRUE")) {
                letters("WHERE campaign = :campaign AND id = :value AND state = 'SENT'", id, answered, rows);
            }
        }
        String fields = returns ? "fields" : "CAST(NULL AS VARCHAR(1))";
        rows.addAll(exclusions(fields, "reason = 'INVALID'"));
        if (returns) {
            rows.addAll(exclusions(
                    fields,
                    "reason = 'SUPPRESSED' AND email IN"
                            + " (SELECT email FROM returned WHERE kind = 'bounce' AND bad = TRUE AND proven = TRUE)"));
        }
        rows.sort(Comparator.comparingLong(Row::line));
        return rows;
    }

    private List<Long> returned(String which) {
        return jdbc.sql(
                        "SELECT DISTINCT delivery_id FROM returned WHERE campaign = :campaign AND delivery_id IS NOT NULL AND "
                                + which)
                .param("campaign", campaign)
                .query(Long.class)
                .list();
    }

    private void letters(String which, Object value, Set<Long> answered, List<Row> rows) {
        jdbc.sql(LETTERS + which)
                .param("campaign", campaign)
                .param("value", value)
                .query(row -> {
                    if (!answered.contains(row.getLong("id"))) {
                        String state = row.getString("state");
                        String category = row.getString("category");
                        rows.add(new Row(
                                row.getLong("line"),
                                row.getString("email"),
                                Fields.read(row.getString("fields")),
                                state.equals("SENT") ? "BOUNCED" : category == null ? state : state + " " + category));
                    }
                });
    }

    private List<Row> exclusions(String fields, String which) {
        return jdbc.sql("SELECT line, email, reason, " + fields
                        + " AS kept FROM exclusion WHERE campaign = :campaign AND " + which)
                .param("campaign", campaign)
                .query((row, number) -> {
                    String kept = row.getString("kept");
                    return new Row(
                            row.getLong("line"),
                            row.getString("email"),
                            kept == null ? null : Fields.read(kept),
                            row.getString("reason"));
                })
                .list();
    }
}
