package org.facteur.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.facteur.ledger.store.LedgerServer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Whose turn it is to send through each account, in a ledger on a server. The head offers an account; a worker takes it for as long as a
 * lease, and prolongs that; by its epoch each group commit of the worker is told from those of the worker that had the account before. Leases are
 * measured by the server's clock.
 */
public final class Claims {

    private final JdbcTemplate template;
    private final JdbcClient jdbc;

    public Claims(JdbcTemplate template) {
        this.template = template;
        this.jdbc = JdbcClient.create(template);
    }

    /**
     * Who has an account.
     *
     * @param step the partition it was offered as; 0: it is not offered
     * @param worker null: nobody
     * @param live whether its lease lasts
     * @param stop whether it has been called in
     */
    public record Claim(
            String account,
            String campaign,
            long step,
            long epoch,
            @Nullable String worker,
            boolean live,
            boolean stop) {

        /** Whether letters may be granted on it. */
        public boolean isHeld() {
            return worker != null && live;
        }
    }

    public List<Claim> all() {
        return jdbc.sql("SELECT account, campaign, step, epoch, worker, lease_until > " + LedgerServer.NOW
                        + " AS live, stop FROM claim ORDER BY account")
                .query(Claims::claim)
                .list();
    }

    private static Claim claim(ResultSet row, int number) throws SQLException {
        return new Claim(
                row.getString("account"),
                row.getString("campaign"),
                row.getLong("step"),
                row.getLong("epoch"),
                row.getString("worker"),
                row.getBoolean("live"),
                row.getBoolean("stop"));
    }

    /** By the head: the worker that carries out that step may take the account. Nobody holds it. */
    public void offer(String account, String campaign, long step) {
        jdbc.sql("""
                        INSERT INTO claim (account, campaign, step, epoch) VALUES (:account, :campaign, :step, 1)
                        ON CONFLICT (account) DO UPDATE SET campaign = :campaign, step = :step, epoch = claim.epoch + 1,
                            commits = 0, worker = NULL, lease_until = 0, stop = FALSE""")
                .param("account", account)
                .param("campaign", campaign)
                .param("step", step)
                .update();
    }

    /** Asks all who hold an account to give it back. */
    public void callIn() {
        jdbc.sql("UPDATE claim SET stop = TRUE WHERE NOT stop").update();
    }

    /** The same for those that were offered as these steps. */
    public void callIn(Collection<Long> steps) {
        if (!steps.isEmpty()) {
            jdbc.sql("UPDATE claim SET stop = TRUE WHERE NOT stop AND step IN (:steps)")
                    .param("steps", steps)
                    .update();
        }
    }

    /**
     * Takes an account from the worker that had it in that epoch: from the commit of the caller's transaction on, nothing that is still on its way from there gets
     * into the ledger. What is on its way at this moment either is there, for the caller to see, or will not be.
     *
     * @return false when it has another epoch by now; then nothing has changed
     */
    public boolean fence(String account, long epoch) {
        if (all().stream().noneMatch(claim -> claim.account().equals(account) && claim.epoch() == epoch)) {
            return false;
        }
        template.execute((ConnectionCallback<Boolean>) connection -> {
            LedgerServer.cutOff(connection, account);
            return true;
        });
        return jdbc.sql("""
                        UPDATE claim SET epoch = epoch + 1, step = 0, worker = NULL, lease_until = 0
                        WHERE account = :account AND epoch = :epoch""").param("account", account).param("epoch", epoch).update() > 0;
    }

    /** By a worker; empty where the step's account has been taken, or is offered no more: the request came twice, or too late. */
    public Optional<Claim> take(long step, String worker, Duration lease) {
        return jdbc.sql("""
                        UPDATE claim SET epoch = epoch + 1, commits = 0, worker = :worker, lease_until = %s + :lease
                        WHERE step = :step AND worker IS NULL AND NOT stop
                        RETURNING account, campaign, step, epoch, worker, TRUE AS live, stop""".formatted(LedgerServer.NOW))
                .param("step", step)
                .param("worker", worker)
                .param("lease", lease.toMillis())
                .query(Claims::claim)
                .optional();
    }

    /** What the head wants of a holder. */
    public enum Wish {
        GO_ON,
        GIVE_BACK,
        /** It holds the account no longer. */
        GONE
    }

    /** Prolongs the lease by its length, from now. */
    public Wish renew(String account, long epoch, Duration lease) {
        return jdbc.sql("UPDATE claim SET lease_until = " + LedgerServer.NOW
                        + " + :lease WHERE account = :account AND epoch = :epoch RETURNING stop")
                .param("lease", lease.toMillis())
                .param("account", account)
                .param("epoch", epoch)
                .query(Boolean.class)
                .optional()
                .map(stop -> stop ? Wish.GIVE_BACK : Wish.GO_ON)
                .orElse(Wish.GONE);
    }

    /** What the worker knows of is answered; nobody takes the account before the head has looked what else was granted. */
    public void giveBack(String account, long epoch) {
        jdbc.sql(
                        "UPDATE claim SET worker = NULL, step = 0, lease_until = 0 WHERE account = :account AND epoch = :epoch")
                .param("account", account)
                .param("epoch", epoch)
                .update();
    }
}
