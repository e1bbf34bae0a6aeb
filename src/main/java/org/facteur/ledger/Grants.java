package org.facteur.ledger;

import java.util.List;
import org.facteur.ledger.store.GroupCommit;
import org.facteur.relay.RelayName;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Letters that a head has given to the worker that holds an account. Written by {@link Ledger}s: the head's grants, and a worker answers. */
public final class Grants {

    private final JdbcClient jdbc;

    public Grants(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A letter to send.
     *
     * @param turn ascends in the order in which they were granted
     * @param connection over which of the relay's, from 0
     */
    public record Grant(long delivery, long turn, RelayName relay, int connection) {}

    /** @param answer how it went, as the worker wrote it */
    public record Answered(long delivery, String answer) {}

    /** What was granted on a claim behind that turn, in order. */
    public List<Grant> after(long turn, String account, long epoch) {
        return jdbc.sql("""
                        SELECT delivery_id, turn, relay, connection FROM granted
                        WHERE account = :account AND epoch = :epoch AND turn > :turn ORDER BY turn""")
                .param("account", account)
                .param("epoch", epoch)
                .param("turn", turn)
                .query((row, number) -> new Grant(
                        row.getLong("delivery_id"),
                        row.getLong("turn"),
                        new RelayName(row.getString("relay")),
                        row.getInt("connection")))
                .list();
    }

    /** All that the head has not taken note of yet. */
    public List<Answered> answered() {
        return jdbc.sql("SELECT delivery_id, answer FROM granted WHERE answer IS NOT NULL ORDER BY turn")
                .query((row, number) -> new Answered(row.getLong("delivery_id"), row.getString("answer")))
                .list();
    }

    /** Letters that were granted there and have no answer. */
    public List<Long> unanswered(String account) {
        return jdbc.sql("SELECT delivery_id FROM granted WHERE account = :account AND answer IS NULL ORDER BY turn")
                .param("account", account)
                .query(Long.class)
                .list();
    }

    /** Those of a head that is gone, once nobody holds an account any more. */
    public void clear() {
        jdbc.sql("DELETE FROM granted").update();
    }

    static GroupCommit.Work grant(long delivery, String account, long epoch, RelayName relay, int connection) {
        return statements -> statements.update(
                delivery,
                "INSERT INTO granted (delivery_id, account, epoch, relay, connection) VALUES (?, ?, ?, ?, ?)",
                delivery,
                account,
                epoch,
                relay.value(),
                connection);
    }

    static GroupCommit.Work answer(long delivery, String answer) {
        return statements ->
                statements.update(delivery, "UPDATE granted SET answer = ? WHERE delivery_id = ?", answer, delivery);
    }

    static GroupCommit.Work forget(List<Long> deliveries) {
        return statements -> {
            for (Long delivery : deliveries) {
                statements.update(delivery, "DELETE FROM granted WHERE delivery_id = ?", delivery);
            }
        };
    }
}
