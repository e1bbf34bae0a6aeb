package org.facteur.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The ledger's rows of a campaign, recipients and exclusions, in the file's order. */
public final class LedgerExport {

    private final JdbcClient jdbc;
    private final String campaign;

    public LedgerExport(JdbcClient jdbc, String campaign) {
        this.jdbc = jdbc;
        this.campaign = campaign;
    }

    /** A row as it is exported; what does not apply is null. */
    public record Line(
            long line,
            String email,
            String state,
            @Nullable String category,
            @Nullable String relay,
            int attempts,
            @Nullable String reply,
            @Nullable String messageId,
            @Nullable Instant updatedAt) {}

    /**
     * @param states names of {@link DeliveryState} and {@link Exclusion.Reason}; empty: all
     */
    public void forEach(Set<String> states, Consumer<Line> consumer) {
        jdbc.sql("""
                        SELECT line, email, state, category, relay, attempts, reply, message_id, updated_at
                        FROM delivery WHERE campaign = :campaign
                        UNION ALL
                        SELECT line, email, reason, CAST(NULL AS VARCHAR(40)), CAST(NULL AS VARCHAR(100)), 0, detail,
                               CAST(NULL AS VARCHAR(400)), CAST(NULL AS BIGINT)
                        FROM exclusion WHERE campaign = :campaign
                        ORDER BY 1, 2""").param("campaign", campaign).query(row -> {
            if (states.isEmpty() || states.contains(row.getString("state"))) {
                long updatedAt = row.getLong("updated_at");
                boolean never = row.wasNull();
                consumer.accept(new Line(
                        row.getLong("line"),
                        row.getString("email"),
                        row.getString("state"),
                        row.getString("category"),
                        row.getString("relay"),
                        row.getInt("attempts"),
                        row.getString("reply"),
                        row.getString("message_id"),
                        never ? null : Instant.ofEpochMilli(updatedAt)));
            }
        });
    }

    /** Every state a row can be exported with. */
    public static List<String> states() {
        return java.util.stream.Stream.concat(
                        java.util.Arrays.stream(DeliveryState.values()).map(Enum::name),
                        java.util.Arrays.stream(Exclusion.Reason.values()).map(Enum::name))
                .toList();
    }
}
