package org.facteur.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.facteur.ledger.FailingAddresses.Failing;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What came back for a campaign, looked back on. Reads only. People are counted, not messages: one who wrote twice is one. */
public final class ReturnHistory {

    /** Version of the ledger that has all of it. */
    public static final int SINCE = 9;

    /** In {@link #counts}, beside the kinds: messages about letters that nobody could find. */
    public static final String UNMATCHED = "unmatched";

    /** In {@link #counts}, beside the kinds: those among them that ask for action, and get none because nothing is proven. */
    public static final String UNPROVEN = "unproven";

    /** In {@link #counts}, beside the kinds: addresses that {@link FailingAddresses} suggests to leave out. */
    public static final String SUGGESTED = "suggested";

    /**
     * One person, or one message where nobody knows whose it is.
     *
     * @param email of the letter, or whom the message names; may be empty
     * @param sender who wrote, where that is somebody else; null: nobody, or the same
     * @param kind such as {@code answer}
     * @param proven whether a secret of ours shows that it is about this letter
     * @param bad whether a server said that the address is
     * @param category of what a server said; null where none did
     * @param detail what a server said, or the first line of what somebody wrote; null where nothing was kept
     * @param receivedAt of the first message; of those who are away, of the latest
     * @param messages how many there are
     * @param awayUntil null where nobody said so
     */
    public record Person(
            String email,
            @Nullable String sender,
            String kind,
            boolean proven,
            boolean bad,
            @Nullable String category,
            @Nullable String detail,
            Instant receivedAt,
            long messages,
            @Nullable LocalDate awayUntil) {

        private Person and(Person later) {
            Person told = kind.equals("auto-reply") ? later : this;
            return new Person(
                    email,
                    sender,
                    kind,
                    proven || later.proven,
                    bad || later.bad,
                    told.category,
                    told.detail,
                    told.receivedAt,
                    messages + 1,
                    told.awayUntil);
        }
    }

    private static final String COLUMNS =
            "SELECT digest, email, sender, delivery_id, kind, proven, bad, category, detail,"
                    + " received_at, away_until FROM returned ";

    private final JdbcClient jdbc;
    private final String campaign;

    public ReturnHistory(JdbcClient jdbc, String campaign) {
        this.jdbc = jdbc;
        this.campaign = campaign;
    }

    /**
     * People by kind; and, where there are any, {@link #UNPROVEN} ones, {@link #UNMATCHED} messages and {@link #SUGGESTED} addresses. Empty:
     * nothing came back.
     */
    public Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        jdbc.sql("SELECT kind, COUNT(DISTINCT email) AS people FROM returned WHERE campaign = :campaign GROUP BY kind")
                .param("campaign", campaign)
                .query(row -> {
                    counts.put(row.getString("kind"), row.getLong("people"));
                });
        long unmatched = jdbc.sql(
                        "SELECT COUNT(DISTINCT digest) FROM returned WHERE campaign IS NULL AND received_at >= :since")
                .param("since", since())
                .query(Long.class)
                .single();
        long suggested = failing().size();
        int unproven = unproven(Integer.MAX_VALUE).size();
        if (unproven > 0) {
            counts.put(UNPROVEN, (long) unproven);
        }
        if (unmatched > 0) {
            counts.put(UNMATCHED, unmatched);
        }
        if (suggested > 0) {
            counts.put(SUGGESTED, suggested);
        }
        return counts;
    }

    /** An hour's grace for clocks that are wrong. */
    private long since() {
        return jdbc.sql("SELECT created_at FROM campaign WHERE name = :campaign")
                .param("campaign", campaign)
                .query(Long.class)
                .optional()
                .map(created -> created - Duration.ofHours(1).toMillis())
                .orElse(0L);
    }

    /**
     * People of a kind, in the order in which they wrote, or were written of.
     *
     * @param most at most so many
     */
    public List<Person> people(String kind, int most) {
        return list("WHERE campaign = :campaign AND kind = :kind", kind, most);
    }

    /** What looks as if it should act, and did not: nothing proves that it is about the letter it names. */
    public List<Person> unproven(int most) {
        List<Person> all = new ArrayList<>();
        for (String kind : List.of("unsubscribe", "complaint", "bounce")) {
            String which = "WHERE campaign = :campaign AND proven = FALSE AND kind = :kind";
            all.addAll(list(which + (kind.equals("bounce") ? " AND bad = TRUE" : ""), kind, most));
        }
        return all.subList(0, Math.min(most, all.size()));
    }

    /** Messages about letters that nobody could find, of no campaign in particular. */
    public List<Person> unmatched(int most) {
        return list("WHERE campaign IS NULL AND received_at >= " + since(), "", most);
    }

    /** Addresses that the owner may want to leave out, of all campaigns. */
    public List<Failing> failing() {
        return new FailingAddresses(jdbc).all();
    }

    private List<Person> list(String which, String kind, int most) {
        Map<String, Person> people = new LinkedHashMap<>();
        jdbc.sql(COLUMNS + which + " ORDER BY received_at, digest, email")
                .params(Map.of("campaign", campaign, "kind", kind))
                .query(row -> {
                    boolean matched = row.getString("delivery_id") != null;
                    String whose = matched ? row.getString("email") : row.getString("digest") + row.getString("email");
                    if (people.size() < most || people.containsKey(whose)) {
                        people.merge(whose, person(row), Person::and);
                    }
                });
        return List.copyOf(people.values());
    }

    private static Person person(ResultSet row) throws SQLException {
        long until = row.getLong("away_until");
        @Nullable LocalDate awayUntil = row.wasNull() ? null : LocalDate.ofEpochDay(until);
        return new Person(
                row.getString("email"),
                row.getString("sender"),
                row.getString("kind"),
                row.getBoolean("proven"),
                row.getBoolean("bad"),
                row.getString("category"),
                row.getString("detail"),
                Instant.ofEpochMilli(row.getLong("received_at")),
                1,
                awayUntil);
    }

    /** How long people took to answer their letters, the fastest first. */
    public List<Duration> timesToAnswer() {
        return jdbc.sql("""
                        SELECT MIN(r.received_at) - MAX(a.ended_at) AS took
                        FROM returned r JOIN attempt a ON a.delivery_id = r.delivery_id
                        WHERE r.campaign = :campaign AND r.kind = 'answer' AND a.ended_at IS NOT NULL
                        GROUP BY r.delivery_id ORDER BY took""")
                .param("campaign", campaign)
                .query((row, number) -> Duration.ofMillis(Math.max(0, row.getLong("took"))))
                .list();
    }
}
