package org.facteur.ledger.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import org.facteur.reason.Reason;

/**
 * A writer's turn on a server: the lock that keeps others away, and the row in which each of its group commits counts itself.
 *
 * @param row table and condition
 * @param key what the condition asks for
 * @param over what is said to a writer whose turn it is no longer
 */
record ServerTurn(ServerLock lock, String row, List<Object> key, Reason over) {

    /** Of the run that writes: over once there is a newer epoch. */
    static ServerTurn of(Epoch epoch) {
        return new ServerTurn(
                ServerLock.LEDGER,
                "writer WHERE epoch = ? AND mark = ? AND epoch = (SELECT MAX(epoch) FROM writer)",
                List.of(epoch.number(), epoch.mark()),
                StoreReason.SERVER_OVERTAKEN.of());
    }

    /** Of the worker that holds the claim to an account: over once the claim has another epoch. */
    static ServerTurn of(String account, long epoch) {
        return new ServerTurn(
                ServerLock.of(account),
                "claim WHERE account = ? AND epoch = ?",
                List.of(account, epoch),
                StoreReason.CLAIM_LOST.of(account));
    }

    /** Last in each group, in the same transaction: where the row is not there, nothing of the group is. */
    String mark() {
        return "UPDATE " + row.replaceFirst(" WHERE", " SET commits = commits + 1 WHERE");
    }

    /** Group commits that the server knows of; empty when the turn is over. */
    OptionalLong commits(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT commits FROM " + row)) {
            for (int i = 0; i < key.size(); i++) {
                select.setObject(i + 1, key.get(i));
            }
            try (ResultSet found = select.executeQuery()) {
                return found.next() ? OptionalLong.of(found.getLong(1)) : OptionalLong.empty();
            }
        }
    }
}
