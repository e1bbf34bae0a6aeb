package org.facteur.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.facteur.verdict.Category;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Addresses that letters of several campaigns did not reach, although no server called them bad: full for months, silent, refused for no
 * reason that we know. For the owner to decide about; nothing is done by itself. An answer makes up for what failed before it.
 */
public final class FailingAddresses {

    private static final int CAMPAIGNS = 3;
    private static final Duration SPAN = Duration.ofDays(30);

    /** Never those that say something of the letter, its sender or his relay. */
    private static final List<String> COUNTED = Stream.of(
                    Category.MAILBOX_FULL,
                    Category.UNKNOWN_PERMANENT,
                    Category.UNKNOWN_TRANSIENT,
                    Category.SERVICE_UNAVAILABLE,
                    Category.NO_SUCH_USER,
                    Category.BAD_DOMAIN)
            .map(Category::label)
            .toList();

    private final JdbcClient jdbc;

    public FailingAddresses(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One of them.
     *
     * @param campaigns whose letters did not reach it; at least three, over at least 30 days
     * @param category of the newest failure, as {@link Category#label} has it
     */
    public record Failing(String email, long campaigns, Instant first, Instant last, String category) {}

    private record Failure(String email, String campaign, Instant at, String category) {}

    /** Those that are not suppressed, in the order of their addresses. */
    public List<Failing> all() {
        Map<String, List<Failure>> byAddress = new TreeMap<>();
        // The states by the index of each campaign: there may be a million letters that are simply sent.
        jdbc.sql("""
                        SELECT f.email, f.campaign, f.failed_at, f.category FROM (
                            SELECT email, campaign, received_at AS failed_at, category FROM returned
                            WHERE kind = 'bounce' AND proven = TRUE
                            UNION ALL
                            SELECT d.email, d.campaign, d.updated_at AS failed_at, d.category FROM campaign c
                                JOIN delivery d ON d.campaign = c.name AND d.state = 'REFUSED'
                            UNION ALL
                            SELECT d.email, d.campaign, d.updated_at AS failed_at, d.category FROM campaign c
                                JOIN delivery d ON d.campaign = c.name AND d.state = 'EXPIRED'
                        ) f
                        WHERE f.category IN (:categories)
                          AND NOT EXISTS (SELECT 1 FROM suppression s WHERE s.email = f.email)
                          AND NOT EXISTS (SELECT 1 FROM returned r
                                          WHERE r.email = f.email AND r.kind = 'answer' AND r.received_at > f.failed_at)
                        ORDER BY f.failed_at""")
                .param("categories", COUNTED)
                .query((row, number) -> new Failure(
                        row.getString("email"),
                        row.getString("campaign"),
                        Instant.ofEpochMilli(row.getLong("failed_at")),
                        row.getString("category")))
                .list()
                .forEach(failure -> byAddress
                        .computeIfAbsent(failure.email(), email -> new ArrayList<>())
                        .add(failure));
        return byAddress.values().stream()
                .map(FailingAddresses::summed)
                .filter(one -> one.campaigns() >= CAMPAIGNS
                        && Duration.between(one.first(), one.last()).compareTo(SPAN) >= 0)
                .toList();
    }

    /** @param failures of one address, the oldest first */
    private static Failing summed(List<Failure> failures) {
        Failure newest = failures.get(failures.size() - 1);
        return new Failing(
                newest.email(),
                failures.stream().map(Failure::campaign).distinct().count(),
                failures.get(0).at(),
                newest.at(),
                newest.category());
    }
}
