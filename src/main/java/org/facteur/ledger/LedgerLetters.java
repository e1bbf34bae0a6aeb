package org.facteur.ledger;

import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.facteur.contact.Exclusion;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A campaign's letters by domain and by attempts, and those that did not leave. Reads only; long lists come page by page. */
public final class LedgerLetters {

    private static final int PAGE = 5_000;

    private final JdbcClient jdbc;
    private final String campaign;

    public LedgerLetters(JdbcClient jdbc, String campaign) {
        this.jdbc = jdbc;
        this.campaign = campaign;
    }

    /** A recipient domain and where its letters stand. */
    public record DomainCounts(String domain, Map<DeliveryState, Long> states) {

        long letters() {
            return states.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * Letters over the recipients' domains, and over how many attempts they took.
     *
     * @param domains those with the most letters first
     * @param byAttempts how many letters took so many, 0 included
     */
    public record Spread(List<DomainCounts> domains, SortedMap<Integer, Long> byAttempts) {}

    /**
     * A recipient without a letter.
     *
     * @param reply what the last attempt was answered, or what happened where nothing was; null where nothing is known
     * @param next when it is tried again; null where it is not
     * @param updatedAt when it came to stand there
     */
    public record Unsent(
            long line,
            String email,
            DeliveryState state,
            @Nullable String category,
            @Nullable String relay,
            int attempts,
            @Nullable Reason reply,
            @Nullable Instant next,
            Instant updatedAt) {}

    /** How letters are spread, in one pass over them, since each of a million takes several seconds. */
    public Spread spread() {
        Map<String, DomainCounts> domains = new HashMap<>();
        SortedMap<Integer, Long> byAttempts = new TreeMap<>();
        jdbc.sql("SELECT domain, state, attempts, COUNT(*) AS n FROM delivery WHERE campaign = :campaign"
                        + " GROUP BY domain, state, attempts")
                .param("campaign", campaign)
                .query(row -> {
                    long letters = row.getLong("n");
                    domains.computeIfAbsent(
                                    row.getString("domain"),
                                    domain -> new DomainCounts(domain, new EnumMap<>(DeliveryState.class)))
                            .states()
                            .merge(DeliveryState.valueOf(row.getString("state")), letters, Long::sum);
                    byAttempts.merge(row.getInt("attempts"), letters, Long::sum);
                });
        List<DomainCounts> largestFirst = domains.values().stream()
                .sorted(Comparator.comparingLong(DomainCounts::letters)
                        .reversed()
                        .thenComparing(DomainCounts::domain))
                .toList();
        return new Spread(largestFirst, byAttempts);
    }

    /**
     * The letters in a state, in the order of enlisting.
     *
     * @param most at most so many
     */
    public void forEach(DeliveryState state, long most, Consumer<Unsent> consumer) {
        long left = most;
        long after = 0;
        while (left > 0) {
            long size = Math.min(PAGE, left);
            record Numbered(long id, Unsent letter) {}
            List<Numbered> page = jdbc.sql("""
                            SELECT id, line, email, state, category, relay, attempts, reply, due_at, updated_at
                            FROM delivery WHERE campaign = :campaign AND state = :state AND id > :after
                            ORDER BY campaign, state, id FETCH FIRST %d ROWS ONLY""".formatted(size))
                    .param("campaign", campaign)
                    .param("state", state.name())
                    .param("after", after)
                    .query((row, number) -> new Numbered(
                            row.getLong("id"),
                            new Unsent(
                                    row.getLong("line"),
                                    row.getString("email"),
                                    state,
                                    row.getString("category"),
                                    row.getString("relay"),
                                    row.getInt("attempts"),
                                    Text.reason(row.getString("reply")),
                                    state == DeliveryState.DEFERRED
                                            ? Instant.ofEpochMilli(row.getLong("due_at"))
                                            : null,
                                    Instant.ofEpochMilli(row.getLong("updated_at")))))
                    .list();
            page.forEach(row -> consumer.accept(row.letter()));
            if (page.size() < size) {
                return;
            }
            left -= size;
            after = page.get(page.size() - 1).id();
        }
    }

    /** The rows that are not written to, in the file's order. */
    public void forEachExclusion(long most, Consumer<Exclusion> consumer) {
        long left = most;
        long after = Long.MIN_VALUE;
        while (left > 0) {
            long size = Math.min(PAGE, left);
            List<Exclusion> page = jdbc.sql("""
                            SELECT line, reason, email, detail FROM exclusion
                            WHERE campaign = :campaign AND line > :after
                            ORDER BY campaign, line FETCH FIRST %d ROWS ONLY""".formatted(size))
                    .param("campaign", campaign)
                    .param("after", after)
                    .query((row, number) -> new Exclusion(
                            row.getLong("line"),
                            Exclusion.Kind.valueOf(row.getString("reason")),
                            row.getString("email"),
                            Reason.kept(row.getString("detail"))))
                    .list();
            page.forEach(consumer);
            if (page.size() < size) {
                return;
            }
            left -= size;
            after = page.get(page.size() - 1).line();
        }
    }
}
