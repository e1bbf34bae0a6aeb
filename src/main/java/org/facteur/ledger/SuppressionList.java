package org.facteur.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.facteur.address.EmailAddress;
import org.facteur.contact.Suppressions;
import org.facteur.reason.Reason;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The home's list of who is not written to any more. Every campaign leaves them out as it enlists; what waited for them already is taken
 * out by {@link #exclude}. A letter that has left, or may have, stays as it is.
 */
public final class SuppressionList {

    /** Version of the ledger that has it. */
    public static final int SINCE = 6;

    private static final String ALL = "SELECT email, reason, evidence, suppressed_at FROM suppression";

    private final JdbcTemplate jdbc;

    public SuppressionList(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Adds those that are not on it; the older reason stays, unless it was only a server's word.
     *
     * @return how many are new
     */
    public int add(Collection<Suppression> suppressions) {
        int added = 0;
        for (Suppression one : suppressions) {
            Optional<Suppression> there = find(one.address());
            boolean asked = there.isPresent() && there.get().isServersWord() && !one.isServersWord();
            if (asked) {
                jdbc.update(
                        "DELETE FROM suppression WHERE email = ?", one.address().toString());
            }
            if (asked || there.isEmpty()) {
                jdbc.update(
                        "INSERT INTO suppression (email, reason, evidence, suppressed_at) VALUES (?, ?, ?, ?)",
                        one.address().toString(),
                        Text.kept(one.reason(), 1000),
                        Text.cut(one.evidence(), 2000),
                        one.since().toEpochMilli());
                added += asked ? 0 : 1;
            }
        }
        return added;
    }

    private Optional<Suppression> find(EmailAddress address) {
        return jdbc.query(ALL + " WHERE email = ?", SuppressionList::suppression, address.toString()).stream()
                .findFirst();
    }

    /**
     * Takes one off that only a server's word put on it.
     *
     * @return whether it was
     */
    public boolean clear(EmailAddress address) {
        return find(address).filter(Suppression::isServersWord).isPresent() && remove(address);
    }

    /**
     * Takes one off. Campaigns that left it out read their contacts again at their next run.
     *
     * @return whether it was on it
     */
    public boolean remove(EmailAddress address) {
        int removed = jdbc.update("DELETE FROM suppression WHERE email = ?", address.toString());
        // A pass over the contacts that was interrupted would go on behind the address.
        jdbc.update(
                "UPDATE campaign SET pass = pass + 1, enlisted = NULL WHERE name IN"
                        + " (SELECT campaign FROM exclusion WHERE reason = 'SUPPRESSED' AND email = ?)",
                address.toString());
        return removed > 0;
    }

    /** All of them, the oldest first. */
    public List<Suppression> all() {
        return jdbc.query(ALL + " ORDER BY suppressed_at, email", SuppressionList::suppression);
    }

    private static Suppression suppression(ResultSet row, int number) throws SQLException {
        return new Suppression(
                EmailAddress.of(row.getString("email")),
                Reason.kept(row.getString("reason")),
                row.getString("evidence"),
                Instant.ofEpochMilli(row.getLong("suppressed_at")));
    }

    /** As it is now, for a walk over contacts. */
    public Suppressions asOfNow() {
        Map<EmailAddress, Reason> reasons = new HashMap<>();
        all().forEach(one -> reasons.put(one.address(), one.reason()));
        return reasons.isEmpty() ? Suppressions.NONE : reasons::get;
    }

    /** A letter that waits for somebody who is on the list. */
    private record Waiting(long id, String campaign, long line, long pass, String reason) {}

    /**
     * Takes out the letters of all campaigns that wait for somebody on the list: each becomes a row that is left out, so that the sum holds.
     * To be called in a transaction.
     *
     * @return how many
     */
    public int exclude() {
        // From the shorter list to the index of the longer one.
        return exclude("""
                FROM suppression s CROSS JOIN campaign c
                     JOIN delivery d ON d.campaign = c.name AND d.email = s.email""");
    }

    /** The same for one of them. */
    public int exclude(EmailAddress address) {
        return exclude("""
                FROM campaign c
                     JOIN delivery d ON d.campaign = c.name AND d.email = ?
                     JOIN suppression s ON s.email = d.email""", address.toString());
    }

    private int exclude(String from, Object... parameters) {
        List<Waiting> waiting = jdbc.query(
                "SELECT d.id, d.campaign, d.line, c.pass, s.reason " + from + " WHERE d.state IN "
                        + DeliveryState.listOfWaiting(),
                (row, number) -> new Waiting(
                        row.getLong("id"),
                        row.getString("campaign"),
                        row.getLong("line"),
                        row.getLong("pass"),
                        row.getString("reason")),
                parameters);
        waiting.forEach(this::exclude);
        return waiting.size();
    }

    private void exclude(Waiting one) {
        Long taken = jdbc.queryForObject(
                "SELECT COUNT(*) FROM exclusion WHERE campaign = ? AND line = ?",
                Long.class,
                one.campaign(),
                one.line());
        // A row that is no longer in the file may have left its line to another one.
        long line = taken == null || taken == 0 ? one.line() : -one.id();
        jdbc.update("""
                INSERT INTO exclusion (campaign, line, pass, reason, email, detail, fields)
                SELECT campaign, CAST(? AS BIGINT), CAST(? AS BIGINT), 'SUPPRESSED', email, CAST(? AS VARCHAR(2000)), fields
                FROM delivery WHERE id = ?""", line, one.pass(), one.reason(), one.id());
        jdbc.update("DELETE FROM delivery WHERE id = ?", one.id());
        jdbc.update("UPDATE campaign SET recipients = recipients - 1 WHERE name = ?", one.campaign());
    }
}
