package org.facteur.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.facteur.contact.Exclusion;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The ledger's rows of a campaign, recipients and exclusions, in the file's order. */
public final class LedgerExport {

    private static final String ROWS = """
            SELECT line, email, state, category, relay, attempts, reply, message_id, updated_at
            FROM delivery WHERE campaign = ?
            UNION ALL
            SELECT line, email, reason, CAST(NULL AS VARCHAR(40)), CAST(NULL AS VARCHAR(100)), 0, detail,
                   CAST(NULL AS VARCHAR(400)), CAST(NULL AS BIGINT)
            FROM exclusion WHERE campaign = ?
            ORDER BY 1, 2""";

    /** Rows that a server sends at a time: there may be a million. */
    private static final int FETCH_SIZE = 5_000;

    private final JdbcTemplate jdbc;
    private final String campaign;

    /** @param jdbc over a connection that is not amid a transaction: this is one of its own */
    public LedgerExport(JdbcTemplate jdbc, String campaign) {
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
     * @param states names of {@link DeliveryState} and {@link Exclusion.Kind}; empty: all
     */
    public void forEach(Set<String> states, Consumer<Line> consumer) {
        jdbc.execute((Connection connection) -> {
            // PostgreSQL's driver would read all rows at once outside of a transaction.
            connection.setAutoCommit(false);
            try (PreparedStatement select = connection.prepareStatement(ROWS)) {
                select.setString(1, campaign);
                select.setString(2, campaign);
                select.setFetchSize(FETCH_SIZE);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        if (states.isEmpty() || states.contains(row.getString("state"))) {
                            consumer.accept(line(row));
                        }
                    }
                }
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            return campaign;
        });
    }

    private static Line line(ResultSet row) throws SQLException {
        long updatedAt = row.getLong("updated_at");
        boolean never = row.wasNull();
        return new Line(
                row.getLong("line"),
                row.getString("email"),
                row.getString("state"),
                row.getString("category"),
                row.getString("relay"),
                row.getInt("attempts"),
                inEnglish(row.getString("reply")),
                row.getString("message_id"),
                never ? null : Instant.ofEpochMilli(updatedAt));
    }

    /** Why a row is not written to is kept as a reason; a server's reply is its own. */
    private static @Nullable String inEnglish(@Nullable String reply) {
        return reply == null ? null : Reason.kept(reply).toString();
    }

    /** Every state a row can be exported with. */
    public static List<String> states() {
        return java.util.stream.Stream.concat(
                        java.util.Arrays.stream(DeliveryState.values()).map(Enum::name),
                        java.util.Arrays.stream(Exclusion.Kind.values()).map(Enum::name))
                .toList();
    }
}
