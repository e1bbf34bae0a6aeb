package org.facteur.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The letters of all campaigns of a home, for what comes back to find its own. */
public final class WrittenLetters {

    private static final int PAGE = 20_000;

    private static final String COLUMNS =
            "SELECT id, campaign, email, state, message_id, reply, updated_at FROM delivery";

    /**
     * A letter, as much of it as finding needs.
     *
     * @param messageId with its angle brackets; null: it was never tried
     * @param updatedAt when it was sent, or what became of it
     * @param reply of the server that took it, which may name it
     */
    public record Letter(
            long id,
            String campaign,
            String email,
            DeliveryState state,
            @Nullable String messageId,
            @Nullable String reply,
            Instant updatedAt) {}

    private final JdbcTemplate jdbc;

    public WrittenLetters(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Page by page, since there may be a million. */
    public void forEach(Consumer<Letter> consumer) {
        long after = 0;
        List<Letter> page;
        do {
            page = jdbc.query(
                    COLUMNS + " WHERE id > ? ORDER BY id FETCH FIRST " + PAGE + " ROWS ONLY",
                    WrittenLetters::letter,
                    after);
            page.forEach(consumer);
            after = page.isEmpty() ? after : page.get(page.size() - 1).id();
        } while (page.size() == PAGE);
    }

    public Optional<Letter> find(long id) {
        return jdbc.query(COLUMNS + " WHERE id = ?", WrittenLetters::letter, id).stream()
                .findFirst();
    }

    /** The newest that was sent to an address, or may have been, of whichever campaign. */
    public Optional<Letter> newestTo(String email) {
        return jdbc
                .query(
                        "SELECT d.id, d.campaign, d.email, d.state, d.message_id, d.reply, d.updated_at FROM campaign c"
                                + " JOIN delivery d ON d.campaign = c.name AND d.email = ?"
                                + " WHERE d.message_id IS NOT NULL ORDER BY d.id DESC",
                        WrittenLetters::letter,
                        email)
                .stream()
                .findFirst();
    }

    private static Letter letter(ResultSet row, int number) throws SQLException {
        return new Letter(
                row.getLong("id"),
                row.getString("campaign"),
                row.getString("email"),
                DeliveryState.valueOf(row.getString("state")),
                row.getString("message_id"),
                row.getString("reply"),
                Instant.ofEpochMilli(row.getLong("updated_at")));
    }
}
