package org.facteur.ledger;

import java.sql.SQLException;
import org.facteur.ledger.store.GroupCommit.Statements;
import org.jspecify.annotations.Nullable;

/** The rows of attempts, as the {@link Ledger} writes them. */
final class AttemptRows {

    private static final String BEGIN = """
            INSERT INTO attempt (id, delivery_id, campaign, domain, relay, account, sealed_at, counted)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)""";
    private static final String END =
            "UPDATE attempt SET ended_at = ?, outcome = ?, category = ?, reply = ? WHERE id = ? AND ended_at IS NULL";

    private AttemptRows() {}

    /** @param sealedAt epoch milliseconds; null: it ended before its seal */
    static void begin(Statements statements, Attempt attempt, @Nullable Long sealedAt, boolean counted)
            throws SQLException {
        statements.update(
                BEGIN,
                attempt.id(),
                attempt.deliveryId(),
                attempt.campaign(),
                attempt.domain().name(),
                attempt.relay().value(),
                attempt.account(),
                sealedAt,
                counted);
    }

    /** @return 1, or 0 when no such attempt is open */
    static int end(Statements statements, Attempt attempt, Outcome outcome, long at) throws SQLException {
        return statements.update(
                END,
                at,
                outcome.state().name(),
                outcome.category().label(),
                Text.kept(outcome.reply(), 2000),
                attempt.id());
    }
}
