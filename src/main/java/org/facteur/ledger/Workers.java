package org.facteur.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.facteur.ledger.store.LedgerServer;
import org.facteur.reason.Reason;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The head of a campaign and the processes that carry for it, or stand ready to; in a ledger on a server. */
public final class Workers {

    /** Version of the ledger that has them. */
    public static final int SINCE = 12;

    private final JdbcClient jdbc;

    public Workers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A process that carries letters.
     *
     * @param accounts that it holds at the moment
     * @param letters that it has carried for the run that is going on, or was the last
     * @param live whether it has given a sign of life within its lease
     */
    public record Worker(
            String name, String campaign, Instant since, List<String> accounts, long letters, boolean live) {}

    /** What a head is told. */
    public sealed interface Order {
        record GoOn() implements Order {}

        /** @param exitCode {@link org.facteur.reason.ExitCodes#TERMINATED} where somebody wishes so; any other: it cannot go on */
        record End(int exitCode, Reason reason) implements Order {}

        /** Another run has become the head. */
        record Overtaken() implements Order {}
    }

    public List<Worker> all() {
        return jdbc.sql("""
                        SELECT w.name, w.campaign, w.since, w.letters, w.lease_until > %s AS live,
                               COALESCE((SELECT string_agg(account, ' ' ORDER BY account) FROM claim c WHERE c.worker = w.name), '')
                                   AS accounts
                        FROM worker w ORDER BY w.name""".formatted(LedgerServer.NOW))
                .query((row, number) -> {
                    String accounts = row.getString("accounts");
                    return new Worker(
                            row.getString("name"),
                            row.getString("campaign"),
                            Instant.ofEpochMilli(row.getLong("since")),
                            accounts.isEmpty() ? List.of() : List.of(accounts.split(" ", -1)),
                            row.getLong("letters"),
                            row.getBoolean("live"));
                })
                .list();
    }

    /**
     * A sign of life of a new worker.
     *
     * @return false when another one of that name lives
     */
    public boolean begin(String name, String campaign, Duration lease) {
        return jdbc.sql("""
                        INSERT INTO worker (name, campaign, since, lease_until) VALUES (:name, :campaign, %1$s, %1$s + :lease)
                        ON CONFLICT (name) DO UPDATE SET campaign = :campaign, since = %1$s, lease_until = %1$s + :lease,
                            stop = FALSE WHERE worker.lease_until <= %1$s""".formatted(LedgerServer.NOW))
                        .param("name", name)
                        .param("campaign", campaign)
                        .param("lease", lease.toMillis())
                        .update()
                > 0;
    }

    /**
     * Another one; of a worker, too, that was frozen for so long that it was forgotten.
     *
     * @return whether it is to end
     */
    public boolean live(String name, String campaign, Duration lease) {
        return jdbc.sql("""
                        INSERT INTO worker (name, campaign, since, lease_until) VALUES (:name, :campaign, %1$s, %1$s + :lease)
                        ON CONFLICT (name) DO UPDATE SET lease_until = %1$s + :lease RETURNING stop""".formatted(LedgerServer.NOW))
                .param("name", name)
                .param("campaign", campaign)
                .param("lease", lease.toMillis())
                .query(Boolean.class)
                .single();
    }

    /** What the server's clock says. */
    public Instant now() {
        return Instant.ofEpochMilli(
                jdbc.sql("SELECT " + LedgerServer.NOW).query(Long.class).single());
    }

    /**
     * Asks all workers of a campaign to end, also those that give no sign of life at the moment.
     *
     * @return whether there is one that does
     */
    public boolean stop(String campaign) {
        return jdbc.sql("UPDATE worker SET stop = TRUE WHERE campaign = :campaign RETURNING lease_until > "
                        + LedgerServer.NOW)
                .param("campaign", campaign)
                .query(Boolean.class)
                .list()
                .contains(true);
    }

    public void end(String name) {
        jdbc.sql("DELETE FROM worker WHERE name = :name").param("name", name).update();
    }

    /** Those that gave their last sign of life so long ago are forgotten. */
    public void forget(Duration after) {
        jdbc.sql("DELETE FROM worker WHERE lease_until < " + LedgerServer.NOW + " - :after")
                .param("after", after.toMillis())
                .update();
    }

    /**
     * The run with this ledger's newest epoch is the head of that campaign.
     *
     * @return that epoch
     */
    public long lead(String campaign, String messageKey) {
        long epoch = jdbc.sql("""
                        INSERT INTO head (campaign, epoch, message_key) SELECT :campaign, MAX(epoch), :key FROM writer
                        ON CONFLICT (campaign) DO UPDATE
                            SET epoch = EXCLUDED.epoch, message_key = EXCLUDED.message_key, stop = NULL, reason = NULL
                        RETURNING epoch""")
                .param("campaign", campaign)
                .param("key", messageKey)
                .query(Long.class)
                .single();
        jdbc.sql("DELETE FROM head WHERE epoch <> :epoch").param("epoch", epoch).update();
        jdbc.sql("UPDATE worker SET letters = 0").update();
        return epoch;
    }

    /**
     * Tells the head to end, if there is one.
     *
     * @param exitCode with what
     */
    public void end(int exitCode, Reason reason) {
        jdbc.sql("UPDATE head SET stop = :code, reason = :reason WHERE stop IS NULL")
                .param("code", exitCode)
                .param("reason", Text.kept(reason, 2000))
                .update();
    }

    /** What the head of that epoch is told. */
    public Order order(long epoch) {
        return jdbc.sql("SELECT stop, reason FROM head WHERE epoch = :epoch")
                .param("epoch", epoch)
                .<Order>query((row, number) -> {
                    int code = row.getInt("stop");
                    return row.wasNull()
                            ? new Order.GoOn()
                            : new Order.End(code, Reason.kept(String.valueOf(row.getString("reason"))));
                })
                .optional()
                .orElseGet(Order.Overtaken::new);
    }

    /** Letters that a worker has carried, as its head has heard. */
    public void carried(String name, long letters) {
        jdbc.sql("UPDATE worker SET letters = :letters WHERE name = :name")
                .param("letters", letters)
                .param("name", name)
                .update();
    }

    /** The run is a head no longer. */
    public void follow() {
        jdbc.sql("DELETE FROM head").update();
    }

    /** Whether the newest writer is a head: if not, and it is at work, it is a run that sends by itself. */
    public boolean isLed() {
        return jdbc.sql("SELECT COUNT(*) FROM head WHERE epoch = (SELECT MAX(epoch) FROM writer)")
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** What the head names letters with; empty where there is no head. */
    public Optional<String> messageKey(String campaign) {
        return jdbc.sql("SELECT message_key FROM head WHERE campaign = :campaign")
                .param("campaign", campaign)
                .query(String.class)
                .optional();
    }
}
