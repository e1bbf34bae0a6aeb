package org.facteur.ledger;

import java.sql.SQLException;
import java.time.Instant;
import org.facteur.ledger.store.Statements;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows of attempts, as the {@link Ledger} writes them: one that is going on lies in a table of its own, which is as small as there are
 * connections, and comes to those of the past, and into their indexes, when it has ended.
 */
final class AttemptRows {

    private static final String OPENED = "id, delivery_id, campaign, domain, relay, account, sealed_at";
    private static final String ENDED =
            "INSERT INTO attempt (" + OPENED + ", counted, ended_at, outcome, category, reply) ";

    private static final String OPEN = "INSERT INTO open_attempt (" + OPENED + ") VALUES (?, ?, ?, ?, ?, ?, ?)";
    private static final String FORGET = "DELETE FROM open_attempt WHERE id = ?";
    private static final String END = ENDED + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String SETTLE = ENDED + "SELECT " + OPENED
            + ", TRUE, CAST(:now AS BIGINT), 'IN_DOUBT', 'unanswered', CAST(NULL AS VARCHAR(2000))"
            + " FROM open_attempt WHERE delivery_id = :id";

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

    static void close(Statements statements, SealedAttempt sealed, Outcome outcome, long at) throws SQLException {
        Attempt attempt = sealed.attempt();
        end(statements, attempt, sealed.at().toEpochMilli(), true, outcome, at);
        statements.one(attempt.about(), attempt::unexpected, FORGET, attempt.id());
    }

    /** One that ended before its seal. */
    static void unsealed(Statements statements, Attempt attempt, boolean counted, Outcome outcome, long at)
            throws SQLException {
        end(statements, attempt, null, counted, outcome, at);
    }

    private static void end(
            Statements statements, Attempt attempt, @Nullable Long sealedAt, boolean counted, Outcome outcome, long at)
            throws SQLException {
        statements.update(
                attempt.about(),
                END,
                attempt.id(),
                attempt.deliveryId(),
                attempt.campaign(),
                attempt.domain().name(),
                attempt.relay().value(),
                attempt.account(),
                sealedAt,
                counted,
                at,
                outcome.state().name(),
                outcome.category().label(),
                Text.kept(outcome.reply(), 2000));
    }

    /** Those of a letter, or all errands', that a dead process left open. In the caller's transaction. */
    static void settle(JdbcClient jdbc, long delivery, Instant now) {
        jdbc.sql(SETTLE).param("now", now.toEpochMilli()).param("id", delivery).update();
        jdbc.sql("DELETE FROM open_attempt WHERE delivery_id = :id")
                .param("id", delivery)
                .update();
    }
}
