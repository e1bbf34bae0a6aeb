package org.facteur.ledger;

import java.sql.SQLException;
import java.time.Instant;
import org.facteur.ledger.GroupCommit.Statements;

/** The rows of attempts, as the {@link Ledger} writes them. */
final class AttemptRows {

    private static final String SEAL =
            "INSERT INTO attempt (id, delivery_id, campaign, domain, relay, account, sealed_at, counted)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, TRUE)";
    private static final String END =
            "UPDATE attempt SET ended_at = ?, outcome = ?, category = ?, reply = ? WHERE id = ? AND ended_at IS NULL";
    private static final String UNSEALED =
            "INSERT INTO attempt (id, delivery_id, campaign, domain, relay, account, ended_at, counted, outcome, category, reply)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private AttemptRows() {}

    static void seal(Statements statements, Attempt attempt, Instant now) throws SQLException {
        statements.update(
                SEAL,
                attempt.id(),
                attempt.deliveryId(),
                attempt.campaign(),
                attempt.domain().name(),
                attempt.relay().value(),
                attempt.account(),
                now.toEpochMilli());
    }

    static void end(Statements statements, Attempt attempt, Outcome outcome, Instant now) throws SQLException {
        statements.update(
                END,
                now.toEpochMilli(),
                outcome.state().name(),
                outcome.category().label(),
                Text.cut(outcome.reply(), 2000),
                attempt.id());
    }

    static void unsealed(Statements statements, Attempt attempt, Outcome outcome, boolean counted, Instant now)
            throws SQLException {
        statements.update(
                UNSEALED,
                attempt.id(),
                attempt.deliveryId(),
                attempt.campaign(),
                attempt.domain().name(),
                attempt.relay().value(),
                attempt.account(),
                now.toEpochMilli(),
                counted,
                outcome.state().name(),
                outcome.category().label(),
                Text.cut(outcome.reply(), 2000));
    }
}
