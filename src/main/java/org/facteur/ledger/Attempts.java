package org.facteur.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.facteur.address.Domain;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was attempted, over all campaigns of the home: what limits count. */
public final class Attempts {

    /** Rows read at a time; of a day there may be a million. */
    private static final int PAGE = 20_000;

    private final JdbcClient jdbc;

    public Attempts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** An attempt, as much of it as limits need. */
    public record Counted(Instant endedAt, String campaign, Domain domain, String account) {}

    /** Attempts of all campaigns that a server may have counted, oldest first. One that a dead process left open ends now. */
    public void forEachCounted(Duration longestWindow, Instant now, Consumer<Counted> consumer) {
        Domains domains = new Domains();
        long after = now.minus(longestWindow).toEpochMilli();
        int size = PAGE;
        List<Counted> page = counted(after, size, domains);
        while (page.size() == size) {
            // The page may end within those of one millisecond: the next begins with all of them.
            Instant last = page.get(size - 1).endedAt();
            page.stream().filter(attempt -> attempt.endedAt().isBefore(last)).forEach(consumer);
            size = page.get(0).endedAt().equals(last) ? size * 2 : PAGE;
            after = last.toEpochMilli() - 1;
            page = counted(after, size, domains);
        }
        page.forEach(consumer);
        jdbc.sql("SELECT campaign, domain, account FROM open_attempt")
                .query((row, number) -> counted(row, now, domains))
                .list()
                .forEach(consumer);
    }

    private List<Counted> counted(long after, int most, Domains domains) {
        return jdbc.sql("""
                        SELECT ended_at, campaign, domain, account FROM attempt
                        WHERE ended_at > :after AND counted = TRUE ORDER BY ended_at FETCH FIRST %d ROWS ONLY""".formatted(most))
                .param("after", after)
                .query((row, number) -> counted(row, Instant.ofEpochMilli(row.getLong("ended_at")), domains))
                .list();
    }

    private static Counted counted(ResultSet row, Instant endedAt, Domains domains) throws SQLException {
        return new Counted(
                endedAt, row.getString("campaign"), domains.of(row.getString("domain")), row.getString("account"));
    }

    /**
     * Days before today, by that offset from UTC, on which letters to recipients were attempted through one of these accounts. A day with
     * no more than a test letter makes no relay used to us.
     *
     * @param accounts in small letters, whatever an older version wrote
     */
    public int daysUsed(Collection<String> accounts, ZoneOffset offset, Instant now) {
        long day = Duration.ofDays(1).toMillis();
        long shift = offset.getTotalSeconds() * 1000L;
        return jdbc.sql("""
                        SELECT COUNT(*) FROM (SELECT DISTINCT (ended_at + :shift) / :day AS d FROM attempt
                        WHERE counted = TRUE AND delivery_id > 0 AND ended_at < :today AND LOWER(account) IN (:accounts)) days""")
                .param("shift", shift)
                .param("day", day)
                .param("today", Math.floorDiv(now.toEpochMilli() + shift, day) * day - shift)
                .param("accounts", accounts)
                .query(Integer.class)
                .single();
    }

    /** When the first attempt of an account after that time ended; empty when there is none. */
    public Optional<Instant> oldest(String account, Instant after) {
        return time(jdbc.sql("SELECT ended_at AS moment FROM attempt"
                        + " WHERE account = :account AND ended_at > :after AND counted = TRUE"
                        + " ORDER BY account, ended_at FETCH FIRST ROW ONLY")
                .param("account", account)
                .param("after", after.toEpochMilli()));
    }

    /** Whether an attempt of the campaign for one of its recipients has ended after that time. */
    public boolean anySince(String campaign, Instant time) {
        return jdbc.sql("SELECT ended_at FROM attempt WHERE ended_at > :time AND campaign = :campaign"
                        + " AND delivery_id > 0 FETCH FIRST ROW ONLY")
                .param("time", time.toEpochMilli())
                .param("campaign", campaign)
                .query(Long.class)
                .optional()
                .isPresent();
    }

    /** Whether the account has ever taken one of the campaign's letters. */
    public boolean anySent(String campaign, String account) {
        return jdbc.sql(
                        "SELECT ended_at FROM attempt WHERE account = :account AND ended_at > 0 AND campaign = :campaign"
                                + " AND delivery_id > 0 AND outcome = 'SENT' FETCH FIRST ROW ONLY")
                .param("account", account)
                .param("campaign", campaign)
                .query(Long.class)
                .optional()
                .isPresent();
    }

    /** When an attempt of the campaign for one of its recipients first ended; empty before that. */
    public Optional<Instant> first(String campaign) {
        return end(campaign, "ASC");
    }

    /** When an attempt of the campaign for one of its recipients last ended; empty before the first. */
    public Optional<Instant> last(String campaign) {
        return end(campaign, "DESC");
    }

    private Optional<Instant> end(String campaign, String order) {
        return time(jdbc.sql("""
                        SELECT ended_at AS moment FROM attempt
                        WHERE campaign = :campaign AND ended_at > 0 AND delivery_id > 0
                        ORDER BY campaign %1$s, ended_at %1$s FETCH FIRST ROW ONLY""".formatted(order)).param("campaign", campaign));
    }

    /**
     * How many are dated after now, and the last of them: made while the clock was wrong, unless it is wrong now. Limits count them until
     * then.
     */
    public record Future(long attempts, Instant last) {}

    /** Empty where there are none. */
    public Optional<Future> future(Instant now) {
        return jdbc.sql("SELECT COUNT(*) AS n, MAX(ended_at) AS last FROM attempt WHERE ended_at > :now")
                .param("now", now.toEpochMilli())
                .query((row, number) -> new Future(row.getLong("n"), Instant.ofEpochMilli(row.getLong("last"))))
                .optional()
                .filter(future -> future.attempts() > 0);
    }

    /**
     * Closes errands of any campaign that a dead process left open; else they would take a place in every window for ever. They end now,
     * later than they did, so on the safe side.
     */
    public void settleErrands(Instant now) {
        AttemptRows.settle(jdbc, Attempt.NO_DELIVERY, now);
    }

    private static Optional<Instant> time(JdbcClient.StatementSpec statement) {
        return statement
                .query((row, number) -> row.getLong("moment"))
                .optional()
                .filter(at -> at > 0)
                .map(Instant::ofEpochMilli);
    }
}
