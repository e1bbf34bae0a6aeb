package org.facteur.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.facteur.address.EmailAddress;
import org.facteur.verdict.Category;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A campaign's letters that were refused, or deferred for too long, and are to be sent after all: for a fault of ours that was mended, or
 * since the owner says so. They are as good as never tried; only the count of their attempts stays.
 */
public final class PutBack {

    /** Letters at a time, so that a transaction stays small. */
    private static final int PAGE = 500;

    private static final Set<DeliveryState> FROM = Set.of(DeliveryState.REFUSED, DeliveryState.EXPIRED);

    private final JdbcClient jdbc;
    private final String campaign;

    public PutBack(JdbcClient jdbc, String campaign) {
        this.jdbc = jdbc;
        this.campaign = campaign;
        FROM.forEach(state -> state.require(DeliveryState.PENDING));
    }

    /**
     * The next run merges what has been put back before any letter leaves: it was merged with the letter of then, if at all. To be called before
     * the first is put back, in a ledger that {@linkplain Enlisted#SINCE can tell}; of an older one everything is merged again.
     */
    public void announce() {
        // A pass over the contacts that was interrupted begins again: it knows by its number whom it has met.
        jdbc.sql("UPDATE campaign SET put_back = TRUE, pass = CASE WHEN enlisted IS NULL THEN pass + 1 ELSE pass END"
                        + " WHERE name = :campaign")
                .param("campaign", campaign)
                .update();
    }

    /** Whether the letter to this address was refused or expired. */
    public boolean mayBe(EmailAddress email) {
        return jdbc.sql("SELECT id FROM delivery WHERE campaign = :campaign AND email = :email AND state IN "
                        + DeliveryState.list(FROM))
                .param("campaign", campaign)
                .param("email", email.toString())
                .query(Long.class)
                .optional()
                .isPresent();
    }

    /** @return 1, or 0 where it was not refused or expired for one of these */
    public int one(EmailAddress email, Set<Category> categories, Instant now) {
        return jdbc.sql(put("email = :email AND category IN (:categories) AND state IN " + DeliveryState.list(FROM)))
                .param("categories", categories.stream().map(Category::label).toList())
                .param("now", now.toEpochMilli())
                .param("campaign", campaign)
                .param("email", email.toString())
                .update();
    }

    /** @return how many were put back */
    public int all(Set<Category> categories, Instant now) {
        return put(FROM, categories, Instant.EPOCH, now);
    }

    /**
     * Those that were refused since a run began.
     *
     * @return how many were put back
     */
    public int refusedSince(Instant began, Set<Category> categories, Instant now) {
        return put(Set.of(DeliveryState.REFUSED), categories, began, now);
    }

    private int put(Set<DeliveryState> states, Set<Category> categories, Instant since, Instant now) {
        if (categories.isEmpty()) {
            return 0;
        }
        int all = 0;
        for (DeliveryState state : states) {
            List<Long> page = page(state, categories, since);
            while (!page.isEmpty()) {
                all += jdbc.sql(put("id IN (:ids)"))
                        .param("now", now.toEpochMilli())
                        .param("campaign", campaign)
                        .param("ids", page)
                        .update();
                page = page(state, categories, since);
            }
        }
        return all;
    }

    private List<Long> page(DeliveryState state, Set<Category> categories, Instant since) {
        return jdbc.sql("""
                        SELECT id FROM delivery
                        WHERE campaign = :campaign AND state = :state AND id > 0 AND updated_at >= :since
                          AND category IN (:categories)
                        ORDER BY campaign, state, id FETCH FIRST %d ROWS ONLY""".formatted(PAGE))
                .param("campaign", campaign)
                .param("state", state.name())
                .param("since", since.toEpochMilli())
                .param("categories", categories.stream().map(Category::label).collect(Collectors.toSet()))
                .query(Long.class)
                .list();
    }

    private static String put(String which) {
        return "UPDATE delivery SET state = 'PENDING', pass = 0, bound = FALSE, deferrals = 0, first_attempt_at = NULL,"
                + " due_at = :now, updated_at = :now WHERE campaign = :campaign AND " + which;
    }
}
