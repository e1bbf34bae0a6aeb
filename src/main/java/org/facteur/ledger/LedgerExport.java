package org.facteur.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.facteur.contact.Exclusion;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The ledger's rows of a campaign, recipients and exclusions, in the file's order; a page at a time, since there may be a million. */
public final class LedgerExport {

    private static final int PAGE = 20_000;

    /** Letters looked up at once. */
    private static final int LETTERS = 500;

    /** What may have come back for a letter, by the name that export gives it. What acts on an address is exported where it is proven. */
    private static final Map<String, String> RETURNED = Map.of(
            "ANSWERED", "answer",
            "BOUNCED", "bounce",
            "AWAY", "auto-reply",
            "STOPPED", "unsubscribe",
            "COMPLAINED", "complaint");

    private final JdbcClient jdbc;
    private final String campaign;

    public LedgerExport(JdbcTemplate jdbc, String campaign) {
        this.jdbc = JdbcClient.create(jdbc);
        this.campaign = campaign;
    }

    /** Where a letter stands in the file, and nothing else of it: what is sorted is all that is held of each. */
    private record Place(long line, long id) {}

    /** A row as it is exported; what does not apply is null. */
    public record Line(
            long line,
            String email,
            String state,
            @Nullable String category,
            @Nullable String relay,
            int attempts,
            @Nullable String reply,
            @Nullable String messageId,
            @Nullable Instant updatedAt) {}

    /**
     * @param states names of {@link DeliveryState} and {@link Exclusion.Kind}; empty: all
     */
    public void forEach(Set<String> states, Consumer<Line> consumer) {
        Iterator<Place> letters = places(states).iterator();
        ExclusionPages exclusions = new ExclusionPages(states);
        List<Place> page = next(letters);
        while (!page.isEmpty()) {
            Map<Long, Line> lines = lines(page);
            for (Place place : page) {
                exclusions.before(place.line(), consumer);
                consumer.accept(Objects.requireNonNull(lines.get(place.id())));
            }
            page = next(letters);
        }
        exclusions.before(Long.MAX_VALUE, consumer);
    }

    private static List<Place> next(Iterator<Place> letters) {
        List<Place> page = new ArrayList<>(LETTERS);
        while (letters.hasNext() && page.size() < LETTERS) {
            page.add(letters.next());
        }
        return page;
    }

    private List<Place> places(Set<String> states) {
        List<Place> places = new ArrayList<>();
        for (DeliveryState state : DeliveryState.values()) {
            if (states.isEmpty() || states.contains(state.name())) {
                long after = 0;
                List<Place> page;
                do {
                    page = jdbc.sql("""
                                    SELECT line, id FROM delivery WHERE campaign = :campaign AND state = :state AND id > :after
                                    ORDER BY campaign, state, id FETCH FIRST %d ROWS ONLY""".formatted(PAGE))
                            .param("campaign", campaign)
                            .param("state", state.name())
                            .param("after", after)
                            .query((row, number) -> new Place(row.getLong("line"), row.getLong("id")))
                            .list();
                    places.addAll(page);
                    after = page.isEmpty() ? after : page.get(page.size() - 1).id();
                } while (page.size() == PAGE);
            }
        }
        Set<Place> both = new LinkedHashSet<>(places);
        RETURNED.forEach((name, kind) -> {
            if (states.contains(name)) {
                both.addAll(returned(kind));
            }
        });
        places = new ArrayList<>(both);
        places.sort(Comparator.comparingLong(Place::line).thenComparingLong(Place::id));
        return places;
    }

    private List<Place> returned(String kind) {
        return jdbc.sql("""
                        SELECT DISTINCT d.line, d.id FROM returned r JOIN delivery d ON d.id = r.delivery_id
                        WHERE r.campaign = :campaign AND r.kind = :kind
                              AND (r.proven = TRUE OR r.kind IN ('answer', 'auto-reply'))""")
                .param("campaign", campaign)
                .param("kind", kind)
                .query((row, number) -> new Place(row.getLong("line"), row.getLong("id")))
                .list();
    }

    private Map<Long, Line> lines(List<Place> page) {
        Map<Long, Line> lines = new HashMap<>();
        jdbc.sql("""
                        SELECT id, line, email, state, category, relay, attempts, reply, message_id, updated_at
                        FROM delivery WHERE id IN (:ids)""").param("ids", page.stream().map(Place::id).toList()).query(row -> {
            lines.put(row.getLong("id"), line(row));
        });
        return lines;
    }

    /** The rows that are not written to, beside the letters. */
    private final class ExclusionPages {

        private final Set<String> states;
        private Deque<Line> page = new ArrayDeque<>();
        private long after = Long.MIN_VALUE;
        private boolean more;

        ExclusionPages(Set<String> states) {
            this.states = states;
            this.more = states.isEmpty()
                    || Arrays.stream(Exclusion.Kind.values()).map(Enum::name).anyMatch(states::contains);
        }

        /** Those up to a line of the file, that one included: a duplicate row has no other letter in its own line. */
        void before(long line, Consumer<Line> consumer) {
            Line first = first();
            while (first != null && first.line() <= line) {
                page.remove();
                if (states.isEmpty() || states.contains(first.state())) {
                    consumer.accept(first);
                }
                first = first();
            }
        }

        private @Nullable Line first() {
            if (page.isEmpty() && more) {
                List<Line> read = jdbc.sql("""
                                SELECT line, email, reason, detail FROM exclusion WHERE campaign = :campaign AND line > :after
                                ORDER BY campaign, line FETCH FIRST %d ROWS ONLY""".formatted(LETTERS))
                        .param("campaign", campaign)
                        .param("after", after)
                        .query((row, number) -> new Line(
                                row.getLong("line"),
                                row.getString("email"),
                                row.getString("reason"),
                                null,
                                null,
                                0,
                                Reason.kept(row.getString("detail")).toString(),
                                null,
                                null))
                        .list();
                more = read.size() == LETTERS;
                after = read.isEmpty() ? after : read.get(read.size() - 1).line();
                page = new ArrayDeque<>(read);
            }
            return page.peek();
        }
    }

    private static Line line(ResultSet row) throws SQLException {
        return new Line(
                row.getLong("line"),
                row.getString("email"),
                row.getString("state"),
                row.getString("category"),
                row.getString("relay"),
                row.getInt("attempts"),
                inEnglish(row.getString("reply")),
                row.getString("message_id"),
                Instant.ofEpochMilli(row.getLong("updated_at")));
    }

    /** Why a row is not written to is kept as a reason; a server's reply is its own. */
    private static @Nullable String inEnglish(@Nullable String reply) {
        return reply == null ? null : Reason.kept(reply).toString();
    }

    /** Every state a row can be exported with. */
    public static List<String> states() {
        return Stream.of(
                        Arrays.stream(DeliveryState.values()).map(Enum::name),
                        Arrays.stream(Exclusion.Kind.values()).map(Enum::name),
                        RETURNED.keySet().stream().sorted())
                .flatMap(names -> names)
                .toList();
    }
}
