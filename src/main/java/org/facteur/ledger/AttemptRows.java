package org.facteur.ledger;

import java.sql.SQLException;
import org.facteur.ledger.store.Statements;

/**
 * The rows of attempts, as the {@link Ledger} writes them: one that is going on lies in a table of its own, which is as small as there are
 * connections, and comes to those of the past, and into their indexes, when it has ended.
 */
final class AttemptRows {

    private static final String OPEN =
            "INSERT INTO open_attempt (id, delivery_id, campaign, domain, relay, account, sealed_at) VALUES (?, ?, ?, ?, ?, ?, ?)";
    private static final String ENDED =
            "INSERT INTO attempt (id, delivery_id, campaign, domain, relay, account, sealed_at, counted, ended_at, outcome, category, reply)";
    private static final String CLOSE = ENDED
            + " SELECT id, delivery_id, campaign, domain, relay, account, sealed_at, TRUE, CAST(? AS BIGINT), CAST(? AS VARCHAR(10)), CAST(? AS VARCHAR(40)), CAST(? AS VARCHAR(2000)) FROM open_attempt WHERE id = ?";
    private static final String FORGET = "DELETE FROM open_attempt WHERE id = ?";
    private static final String UNSEALED = ENDED + " VALUES (?, ?, ?, ?, ?, ?, NULL, ?, ?, ?, ?, ?)";

    private AttemptRows() {}

    /** @param sealedAt epoch milliseconds */
    static void open(Statements statements, Attempt attempt, long sealedAt) throws SQLException {
        statements.update(
                attempt.about(),
                OPEN,
                attempt.id(),
                attempt.deliveryId(),
                attempt.campaign(),
                attempt.domain().name(),
                attempt.relay().value(),
                attempt.account(),
                sealedAt);
    }

    static void close(Statements statements, Attempt attempt, Outcome outcome, long at) throws SQLException {
        statements.update(
                attempt.about(),
                CLOSE,
                at,
                outcome.state().name(),
                outcome.category().label(),
                Text.kept(outcome.reply(), 2000),
                attempt.id());
        statements.one(attempt.about(), attempt::unexpected, FORGET, attempt.id());
    }

    /** One that ended before its seal. */
    static void unsealed(Statements statements, Attempt attempt, boolean counted, Outcome outcome, long at)
            throws SQLException {
        statements.update(
                attempt.about(),
                UNSEALED,
                attempt.id(),
                attempt.deliveryId(),
                attempt.campaign(),
                attempt.domain().name(),
                attempt.relay().value(),
                attempt.account(),
                counted,
                at,
                outcome.state().name(),
                outcome.category().label(),
                Text.kept(outcome.reply(), 2000));
    }
}
