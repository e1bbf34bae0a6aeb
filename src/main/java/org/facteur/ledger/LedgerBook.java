package org.facteur.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.facteur.address.Domain;
import org.facteur.address.EmailAddress;
import org.facteur.contact.Contact;
import org.facteur.contact.Exclusion;
import org.facteur.relay.RelayName;
import org.facteur.verdict.Category;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/** Reads one campaign's part of the ledger. */
public final class LedgerBook {

    private static final int PAGE = 20_000;

    private final JdbcClient jdbc;
    private final String campaign;

    public LedgerBook(JdbcClient jdbc, String campaign) {
        this.jdbc = jdbc;
        this.campaign = campaign;
    }

    /** A letter to send, as much of it as choosing needs. */
    public record Waiting(
            long id,
            Domain domain,
            boolean deferred,
            long dueAt,
            @Nullable String boundRelay) {}

    /**
     * Every letter that is still to be sent, in the order of enlisting; page by page, since there may be a million. Each page is ordered by
     * all columns of an index: by {@code id} alone HSQLDB would sort all that is left for each of them.
     */
    public void forEachWaiting(Consumer<Waiting> consumer) {
        forEach(List.of(DeliveryState.PENDING, DeliveryState.DEFERRED), "", consumer);
    }

    /** Every letter that went to the sandbox, and so to nobody: it waits for a real relay. In pages as {@link #forEachWaiting}. */
    public void forEachRehearsed(Consumer<Waiting> consumer) {
        List<DeliveryState> closed = Stream.of(DeliveryState.values())
                .filter(state -> !state.isOpen())
                .toList();
        forEach(
                closed,
                " AND relay = '" + RelayName.SANDBOX + "'",
                letter -> consumer.accept(new Waiting(letter.id(), letter.domain(), false, 0, null)));
    }

    private void forEach(List<DeliveryState> states, String which, Consumer<Waiting> consumer) {
        Domains domains = new Domains();
        for (DeliveryState state : states) {
            long after = 0;
            List<Waiting> page;
            do {
                page = jdbc.sql("""
                                SELECT id, domain, due_at, relay, bound FROM delivery
                                WHERE campaign = :campaign AND state = :state AND id > :after%s
                                ORDER BY campaign, state, id FETCH FIRST %d ROWS ONLY""".formatted(which, PAGE))
                        .param("campaign", campaign)
                        .param("state", state.name())
                        .param("after", after)
                        .query((row, number) -> new Waiting(
                                row.getLong("id"),
                                domains.of(row.getString("domain")),
                                state == DeliveryState.DEFERRED,
                                row.getLong("due_at"),
                                row.getBoolean("bound") ? row.getString("relay") : null))
                        .list();
                page.forEach(consumer);
                after = page.isEmpty() ? after : page.get(page.size() - 1).id();
            } while (page.size() == PAGE);
        }
    }

    /** The headings of the contacts as they were enlisted last; none where nobody was. */
    public List<String> columns() {
        return jdbc.sql("SELECT fields FROM delivery WHERE campaign = :campaign ORDER BY id DESC FETCH FIRST ROW ONLY")
                .param("campaign", campaign)
                .query(String.class)
                .optional()
                .map(fields -> List.copyOf(Fields.read(fields).keySet()))
                .orElseGet(List::of);
    }

    public Delivery delivery(long id) {
        return Objects.requireNonNull(deliveries(List.of(id)).get(id), () -> "no delivery " + id);
    }

    /** These letters by their ids, in one query: a chunk's worth. */
    public Map<Long, Delivery> deliveries(List<Long> ids) {
        Map<Long, Delivery> found = new HashMap<>();
        if (!ids.isEmpty()) {
            // Joined to: a list of as many ids would be another statement to read for each chunk.
            jdbc.sql("""
                            SELECT d.* FROM UNNEST(CAST(? AS BIGINT ARRAY)) AS wanted (id)
                            JOIN delivery d ON d.id = wanted.id""")
                    .param(1, new SqlArrayValue("BIGINT", ids.toArray()))
                    .query((row, number) -> delivery(row))
                    .list()
                    .forEach(delivery -> found.put(delivery.id(), delivery));
        }
        return found;
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        long first = row.getLong("first_attempt_at");
        @Nullable Instant firstAttemptAt = row.wasNull() ? null : Instant.ofEpochMilli(first);
        return new Delivery(
                row.getLong("id"),
                EmailAddress.of(row.getString("email")),
                new Contact(row.getLong("line"), Fields.read(row.getString("fields"))),
                DeliveryState.valueOf(row.getString("state")),
                row.getInt("attempts"),
                row.getInt("deferrals"),
                row.getBoolean("bound"),
                firstAttemptAt,
                row.getString("message_id"));
    }

    /** Whether a letter is still to be sent. Takes no longer with a million that are not. */
    public boolean hasOpen() {
        return Stream.of(DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.DEFERRED)
                .anyMatch(state -> jdbc.sql("SELECT id FROM delivery WHERE campaign = :campaign AND state = :state"
                                + " AND id > 0 ORDER BY campaign, state, id FETCH FIRST ROW ONLY")
                        .param("campaign", campaign)
                        .param("state", state.name())
                        .query(Long.class)
                        .optional()
                        .isPresent());
    }

    /**
     * The same as {@link #counts}, without a look at what was sent: that is the rest. For what is shown while a run goes on, since such a sum
     * adds up whatever happens.
     */
    public Counts quickCounts() {
        Optional<Long> recipients = enlisted();
        if (recipients.isEmpty()) {
            return counts();
        }
        Map<DeliveryState, Long> states = new EnumMap<>(DeliveryState.class);
        long left = recipients.get();
        for (DeliveryState state : DeliveryState.values()) {
            if (state != DeliveryState.SENT) {
                long count = jdbc.sql("SELECT COUNT(*) FROM delivery WHERE campaign = :campaign AND state = :state")
                        .param("campaign", campaign)
                        .param("state", state.name())
                        .query(Long.class)
                        .single();
                states.put(state, count);
                left -= count;
            }
        }
        states.put(DeliveryState.SENT, left);
        return Counts.of(states, exclusions());
    }

    public Counts counts() {
        Map<DeliveryState, Long> states = new EnumMap<>(DeliveryState.class);
        jdbc.sql("SELECT state, COUNT(*) AS n FROM delivery WHERE campaign = :campaign GROUP BY state")
                .param("campaign", campaign)
                .query(row -> {
                    states.put(DeliveryState.valueOf(row.getString("state")), row.getLong("n"));
                });
        return Counts.of(states, exclusions());
    }

    /** Letters that were refused, by what for. */
    public Map<Category, Long> refused() {
        Map<Category, Long> refused = new EnumMap<>(Category.class);
        jdbc.sql("""
                        SELECT category, COUNT(*) AS n FROM delivery WHERE campaign = :campaign AND state = 'REFUSED'
                        GROUP BY category""").param("campaign", campaign).query(row -> {
            long letters = row.getLong("n");
            Category.of(row.getString("category")).ifPresent(category -> refused.put(category, letters));
        });
        return refused;
    }

    private Map<Exclusion.Kind, Long> exclusions() {
        Map<Exclusion.Kind, Long> reasons = new EnumMap<>(Exclusion.Kind.class);
        jdbc.sql("SELECT reason, COUNT(*) AS n FROM exclusion WHERE campaign = :campaign GROUP BY reason")
                .param("campaign", campaign)
                .query(row -> {
                    reasons.put(Exclusion.Kind.valueOf(row.getString("reason")), row.getLong("n"));
                });
        return reasons;
    }

    /** Rows of the contacts file and recipients enlisted before, counted apart from their states: what the sum is checked by. */
    public long rows() {
        return enlisted().orElseGet(() -> count("delivery")) + count("exclusion");
    }

    /** Recipients as the last pass over the contacts file counted them; empty while one is going on, or was broken off. */
    private Optional<Long> enlisted() {
        return jdbc.sql("SELECT recipients FROM campaign WHERE name = :campaign AND recipients IS NOT NULL")
                .param("campaign", campaign)
                .query(Long.class)
                .optional();
    }

    private long count(String table) {
        return jdbc.sql("SELECT COUNT(*) FROM " + table + " WHERE campaign = :campaign")
                .param("campaign", campaign)
                .query(Long.class)
                .single();
    }
}
