package org.facteur.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.facteur.address.EmailAddress;
import org.facteur.contact.Suppressions;
import org.facteur.reason.Reason;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The home's list of who is not written to any more. Every campaign leaves them out as it enlists; what waited for them already is taken
 * out by {@link #exclude}. A letter that has left, or may have, stays as it is.
 */
public final class SuppressionList {

    private final JdbcTemplate jdbc;

    public SuppressionList(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Adds those that are not on it; the older reason stays.
     *
     * @return how many are new
     */
    public int add(Collection<Suppression> suppressions) {
        int added = 0;
        for (Suppression one : suppressions) {
            if (!isOn(one.address())) {
                added += jdbc.update(
                        "INSERT INTO suppression (email, reason, evidence, suppressed_at) VALUES (?, ?, ?, ?)",
                        one.address().toString(),
                        Text.kept(one.reason(), 1000),
                        one.evidence() == null ? null : Text.cut(one.evidence(), 2000),
                        one.since().toEpochMilli());
            }
        }
        return added;
    }

    public boolean isOn(EmailAddress address) {
        Long there =
                jdbc.queryForObject("SELECT COUNT(*) FROM suppression WHERE email = ?", Long.class, address.toString());
        return there != null && there > 0;
    }

    /**
     * Takes one off. Campaigns that left it out read their contacts again at their next run.
     *
     * @return whether it was on it
     */
    public boolean remove(EmailAddress address) {
        int removed = jdbc.update("DELETE FROM suppression WHERE email = ?", address.toString());
        jdbc.update(
                "UPDATE campaign SET enlisted = NULL WHERE name IN"
                        + " (SELECT campaign FROM exclusion WHERE reason = 'SUPPRESSED' AND email = ?)",
                address.toString());
        return removed > 0;
    }

    /** All of them, the oldest first. */
    public List<Suppression> all() {
        return jdbc.query(
                "SELECT email, reason, evidence, suppressed_at FROM suppression ORDER BY suppressed_at, email",
                (row, number) -> new Suppression(
                        EmailAddress.of(row.getString("email")),
                        Reason.kept(row.getString("reason")),
                        row.getString("evidence"),
                        Instant.ofEpochMilli(row.getLong("suppressed_at"))));
    }

    /** As it is now, for a walk over contacts. */
    public Suppressions asOfNow() {
        Map<EmailAddress, Reason> reasons = new HashMap<>();
        all().forEach(one -> reasons.put(one.address(), one.reason()));
        return reasons.isEmpty() ? Suppressions.NONE : reasons::get;
    }

    /** A letter that waits for somebody who is on the list. */
    private record Waiting(long id, String campaign, long line, long pass, String email, String reason) {}

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
                "SELECT d.id, d.campaign, d.line, c.pass, d.email, s.reason " + from + " WHERE d.state IN "
                        + DeliveryState.listOfWaiting(),
                (row, number) -> new Waiting(
                        row.getLong("id"),
                        row.getString("campaign"),
                        row.getLong("line"),
                        row.getLong("pass"),
                        row.getString("email"),
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
        jdbc.update(
                "INSERT INTO exclusion (campaign, line, pass, reason, email, detail) VALUES (?, ?, ?, 'SUPPRESSED', ?, ?)",
                one.campaign(),
                line,
                one.pass(),
                one.email(),
                one.reason());
        jdbc.update("DELETE FROM delivery WHERE id = ?", one.id());
        jdbc.update("UPDATE campaign SET recipients = recipients - 1 WHERE name = ?", one.campaign());
    }
}
