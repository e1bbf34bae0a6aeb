package org.facteur.ledger;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.facteur.address.EmailAddress;
import org.facteur.ledger.store.LedgerException;
import org.facteur.verdict.RetryPolicy;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A campaign's letters that were sealed and got no reply: those that a dead process left open, and those in doubt. */
public final class Unanswered {

    private final JdbcClient jdbc;
    private final String campaign;

    public Unanswered(JdbcClient jdbc, String campaign) {
        this.jdbc = jdbc;
        this.campaign = campaign;
    }

    /** Attempts that a dead process left open. */
    public List<Long> leftOpen() {
        return jdbc.sql("SELECT id FROM delivery WHERE campaign = :campaign AND state = 'SENDING' ORDER BY id")
                .param("campaign", campaign)
                .query(Long.class)
                .list();
    }

    /** The same of one account, whose carrier has died. */
    public List<Long> leftOpen(String account) {
        return jdbc.sql("""
                        SELECT delivery_id FROM open_attempt
                        WHERE campaign = :campaign AND account = :account AND delivery_id > 0 ORDER BY id""")
                .param("campaign", campaign)
                .param("account", account)
                .query(Long.class)
                .list();
    }

    /**
     * Closes what {@link #leftOpen} found. The attempts end now as far as limits are concerned: later than they did, so on the safe
     * side.
     *
     * @param resend by what the letters go again unasked, and count it; null: all are held in doubt
     * @return what became of each
     * @throws LedgerException when one of them is not open; the caller's transaction takes back the others
     */
    public Map<Long, DeliveryState> settle(List<? extends Long> deliveries, @Nullable RetryPolicy resend, Instant now) {
        Map<Long, DeliveryState> settled = new LinkedHashMap<>();
        for (Long id : deliveries) {
            DeliveryState state =
                    resend != null && resends(id, resend, now) ? DeliveryState.PENDING : DeliveryState.IN_DOUBT;
            DeliveryState.SENDING.require(state);
            int found = jdbc.sql("""
                            UPDATE delivery SET state = :state, category = 'unanswered', reply = :reply, bound = TRUE,
                                   deferrals = deferrals + 1, due_at = :now, updated_at = :now
                            WHERE id = :id AND campaign = :campaign AND state = 'SENDING'""")
                    .param("state", state.name())
                    .param("reply", Text.kept(LedgerReason.DIED.of(), 2000))
                    .param("now", now.toEpochMilli())
                    .param("id", id)
                    .param("campaign", campaign)
                    .update();
            if (found != 1) {
                throw LedgerException.unwritable(LedgerReason.OPEN_NOT.of(id, campaign), null);
            }
            AttemptRows.settle(jdbc, id, now);
            settled.put(id, state);
        }
        return settled;
    }

    private boolean resends(Long id, RetryPolicy retry, Instant now) {
        return jdbc.sql("SELECT deferrals, first_attempt_at FROM delivery WHERE id = :id AND campaign = :campaign")
                .param("id", id)
                .param("campaign", campaign)
                .query((row, number) -> retry.resends(
                        row.getInt("deferrals") + 1, Instant.ofEpochMilli(row.getLong("first_attempt_at")), now))
                .optional()
                .orElse(false);
    }

    public boolean isInDoubt(EmailAddress email) {
        return jdbc.sql("SELECT id FROM delivery WHERE campaign = :campaign AND email = :email AND state = 'IN_DOUBT'")
                .param("campaign", campaign)
                .param("email", email.toString())
                .query(Long.class)
                .optional()
                .isPresent();
    }

    /**
     * The owner decides about letters in doubt.
     *
     * @param email null: all of them
     * @return how many were decided
     */
    public int resolve(@Nullable EmailAddress email, boolean sent, Instant now) {
        DeliveryState decided = sent ? DeliveryState.SENT : DeliveryState.PENDING;
        DeliveryState.IN_DOUBT.require(decided);
        if (email != null) {
            return decide("email = :one", email.toString(), decided, now);
        }
        int all = 0;
        List<Long> page = inDoubt();
        while (!page.isEmpty()) {
            all += decide("id IN (:one)", page, decided, now);
            page = inDoubt();
        }
        return all;
    }

    /** So many at a time that a transaction stays small, whatever lies there. */
    private List<Long> inDoubt() {
        return jdbc.sql("""
                        SELECT id FROM delivery WHERE campaign = :campaign AND state = 'IN_DOUBT' AND id > 0
                        ORDER BY campaign, state, id FETCH FIRST 500 ROWS ONLY""").param("campaign", campaign).query(Long.class).list();
    }

    /** One that is sent again begins from the start, as if put back: what it took its owner to decide is no time in which it was tried. */
    private int decide(String which, Object one, DeliveryState decided, Instant now) {
        String again = decided == DeliveryState.PENDING ? ", pass = 0, deferrals = 0, first_attempt_at = NULL" : "";
        return jdbc.sql("UPDATE delivery SET state = :state, bound = :bound, due_at = :now, updated_at = :now" + again
                        + " WHERE campaign = :campaign AND state = 'IN_DOUBT' AND " + which)
                .param("state", decided.name())
                // The relay may have had it: no other one is to deliver it a second time.
                .param("bound", decided == DeliveryState.PENDING)
                .param("now", now.toEpochMilli())
                .param("campaign", campaign)
                .param("one", one)
                .update();
    }
}
