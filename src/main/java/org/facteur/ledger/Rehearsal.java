package org.facteur.ledger;

import java.time.Instant;
import org.facteur.relay.Relay;
import org.facteur.relay.RelayName;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a campaign sent to the sandbox, and so to nobody. Once it has a real relay that is forgotten: everybody is enlisted again, with what
 * the contacts file says by then, and written to. The attempts stay in the ledger as nobody's, and no limit counts them.
 */
public final class Rehearsal {

    private final JdbcClient jdbc;
    private final String campaign;

    public Rehearsal(JdbcClient jdbc, String campaign) {
        this.jdbc = jdbc;
        this.campaign = campaign;
    }

    /**
     * Before a run at a real relay, once what a dead process left open is settled. In the caller's transaction.
     *
     * @return letters that had gone to the sandbox
     */
    public int forget(Instant now) {
        if (!isRemembered()) {
            return 0;
        }
        run("UPDATE attempt SET delivery_id = 0, counted = FALSE"
                + " WHERE campaign = :campaign AND relay = :sandbox AND delivery_id > 0");
        int letters = number("SELECT COUNT(*) FROM delivery WHERE campaign = :campaign AND relay = :sandbox");
        boolean onlyRehearsed =
                number("SELECT COUNT(*) FROM attempt WHERE campaign = :campaign AND delivery_id > 0") == 0;
        // Those who have been tried for real stay as enlisted.
        run("DELETE FROM delivery WHERE campaign = :campaign" + (onlyRehearsed ? "" : " AND relay = :sandbox"));
        // A pass over the contacts that was interrupted would go on behind people who are forgotten by now.
        jdbc.sql("""
                        UPDATE campaign SET pass = pass + 1, enlisted = NULL, recipients = NULL, updated_at = :now
                        WHERE name = :campaign""")
                .param("now", now.toEpochMilli())
                .param("campaign", campaign)
                .update();
        return letters;
    }

    /** Whether there is one to forget. Looks at what went to the sandbox only: the campaign's index, for a million letters, takes two seconds. */
    public boolean isRemembered() {
        return jdbc.sql("SELECT id FROM attempt WHERE account = :account AND campaign || '' = :campaign"
                        + " AND delivery_id > 0 FETCH FIRST ROW ONLY")
                .param("account", Relay.SANDBOX_ACCOUNT)
                .param("campaign", campaign)
                .query(Long.class)
                .optional()
                .isPresent();
    }

    private int run(String update) {
        return statement(update).update();
    }

    private int number(String query) {
        return statement(query).query(Integer.class).single();
    }

    private JdbcClient.StatementSpec statement(String sql) {
        JdbcClient.StatementSpec statement = jdbc.sql(sql).param("campaign", campaign);
        return sql.contains(":sandbox") ? statement.param("sandbox", RelayName.SANDBOX.value()) : statement;
    }
}
