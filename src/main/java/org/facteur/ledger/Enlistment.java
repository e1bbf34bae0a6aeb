package org.facteur.ledger;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.facteur.address.EmailAddress;
import org.facteur.contact.Contact;
import org.facteur.contact.ContactReason;
import org.facteur.contact.Exclusion;
import org.facteur.contact.Listed;
import org.facteur.contact.Recipient;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/**
 * Puts contacts into the ledger, once each. A pass goes over the whole contacts file; a recipient found again is left as it was
 * enlisted, one met twice in the same pass is a duplicate. Runs inside the chunk's transaction: rows and the reader's position are
 * committed together.
 */
public final class Enlistment {

    /** Letters read at a time. */
    private static final int PAGE = 500;

    /** A recipient the ledger has already. */
    public record Known(long id, EmailAddress email, DeliveryState state, long pass, Contact contact) {

        /** To be sent after all, and not met by a pass since. */
        public boolean isPutBack() {
            return pass == PUT_BACK;
        }
    }

    /** Before the first pass. */
    private static final long PUT_BACK = 0;

    private final JdbcTemplate jdbc;
    private final String campaign;
    private long lastId = -1;
    private boolean hadNobody;

    public Enlistment(JdbcTemplate jdbc, String campaign) {
        this.jdbc = jdbc;
        this.campaign = campaign;
    }

    /** Begins a new pass, or goes on with the one that was interrupted. */
    public long openPass(boolean resumed) {
        if (!resumed) {
            jdbc.update(
                    "UPDATE campaign SET pass = pass + 1, enlisted = NULL, recipients = NULL WHERE name = ?", campaign);
        }
        hadNobody = !hasRecipients();
        return newestPass();
    }

    /** Whether the pass began with nobody: all that the ledger has by now are of this pass. */
    public boolean hadNobody() {
        return hadNobody;
    }

    /** The number of the pass that was opened last; higher where what that pass met is no longer there, so that it cannot go on. */
    public long newestPass() {
        return number("SELECT pass FROM campaign WHERE name = ?");
    }

    /**
     * The file was read to its end: exclusions of earlier passes are of rows that are no more.
     *
     * @param largestLetter bytes of the largest letter that is to be sent
     */
    public void closePass(long pass, String digest, long largestLetter) {
        merged(largestLetter);
        jdbc.update("DELETE FROM exclusion WHERE campaign = ? AND pass < ?", campaign, pass);
        jdbc.update(
                "UPDATE campaign SET enlisted = ?, recipients = (SELECT COUNT(*) FROM delivery WHERE campaign = ?)"
                        + " WHERE name = ?",
                digest,
                campaign,
                campaign);
    }

    /** Letters that are still to be sent, although the pass has met no row of theirs. It has been closed. */
    public long takenOut(long pass) {
        if (hadNobody) {
            return 0;
        }
        return Objects.requireNonNull(jdbc.queryForObject(
                "SELECT COUNT(*) FROM delivery WHERE campaign = ? AND pass < ? AND state IN "
                        + DeliveryState.listOfWaiting(),
                Long.class,
                campaign,
                pass));
    }

    /**
     * All letters that are to be sent have been merged.
     *
     * @param largestLetter bytes of the largest of them
     */
    public void merged(long largestLetter) {
        jdbc.update("UPDATE campaign SET largest_letter = ?, put_back = FALSE WHERE name = ?", largestLetter, campaign);
    }

    /** The next run is to merge all letters that are to be sent once more. */
    public void mergeAgain() {
        jdbc.update("UPDATE campaign SET largest_letter = NULL WHERE name = ?", campaign);
    }

    /** Letters that are to be sent, of all passes. */
    public Iterator<Known> waiting() {
        return waitingBefore(Long.MAX_VALUE);
    }

    /** Letters that are to be sent, were put back and have been met by no pass since. */
    public Iterator<Known> putBack() {
        return waitingBefore(PUT_BACK + 1);
    }

    /** Letters that are to be sent, and whose row the pass has not met. */
    public Iterator<Known> waitingBefore(long pass) {
        return new Iterator<>() {

            private final Deque<DeliveryState> states =
                    new ArrayDeque<>(List.of(DeliveryState.PENDING, DeliveryState.DEFERRED));
            private final Deque<Known> page = new ArrayDeque<>();
            private long after;

            @Override
            public boolean hasNext() {
                while (page.isEmpty() && !states.isEmpty()) {
                    page.addAll(page(states.getFirst(), after, pass));
                    if (page.isEmpty()) {
                        states.removeFirst();
                        after = 0;
                    } else {
                        after = page.getLast().id();
                    }
                }
                return !page.isEmpty();
            }

            @Override
            public Known next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return page.removeFirst();
            }
        };
    }

    private List<Known> page(DeliveryState state, long after, long pass) {
        return jdbc.query("""
                SELECT id, email, state, pass, line, fields FROM delivery
                WHERE campaign = ? AND state = ? AND id > ? AND pass < ?
                ORDER BY campaign, state, id FETCH FIRST %d ROWS ONLY""".formatted(PAGE), Enlistment::known, campaign, state.name(), after, pass);
    }

    private static Known known(ResultSet row, int number) throws SQLException {
        return new Known(
                row.getLong("id"),
                EmailAddress.of(row.getString("email")),
                DeliveryState.valueOf(row.getString("state")),
                row.getLong("pass"),
                new Contact(row.getLong("line"), Fields.read(row.getString("fields"))));
    }

    public boolean hasRecipients() {
        return number("SELECT COUNT(*) FROM (SELECT id FROM delivery WHERE campaign = ? FETCH FIRST 1 ROWS ONLY) d")
                > 0;
    }

    /** Those of these that the ledger has, in one look. */
    public Map<EmailAddress, Known> known(Collection<EmailAddress> emails) {
        return lookUp("d.id, d.email, d.state, d.pass, d.line, d.fields", emails, Enlistment::known);
    }

    /** Writes a chunk of the pass. */
    public void write(List<? extends Listed> entries, long pass, Instant now) {
        List<Object[]> recipients = new ArrayList<>();
        List<Object[]> seenAgain = new ArrayList<>();
        List<Exclusion> exclusions = new ArrayList<>();
        Set<EmailAddress> inThisChunk = new HashSet<>();
        Map<EmailAddress, Seen> seenBefore = seenBefore(entries);
        for (Listed entry : entries) {
            if (entry instanceof Exclusion exclusion) {
                // Somebody who asked to be left alone once the letter had left: it stays a letter.
                Seen before = exclusion.kind() == Exclusion.Kind.SUPPRESSED
                        ? seenBefore.get(EmailAddress.of(exclusion.email()))
                        : null;
                if (before == null) {
                    exclusions.add(exclusion);
                } else {
                    seenAgain.add(new Object[] {pass, exclusion.line(), before.id()});
                }
            } else if (entry instanceof Recipient recipient) {
                Seen seen = seenBefore.get(recipient.address());
                if (!inThisChunk.add(recipient.address()) || (seen != null && seen.pass() == pass)) {
                    exclusions.add(new Exclusion(
                            recipient.contact().line(),
                            Exclusion.Kind.DUPLICATE,
                            recipient.address().toString(),
                            ContactReason.ROW_DUPLICATE.of()));
                } else if (seen != null) {
                    seenAgain.add(new Object[] {pass, recipient.contact().line(), seen.id()});
                } else {
                    recipients.add(row(recipient, pass, now));
                }
            }
        }
        jdbc.batchUpdate("UPDATE delivery SET pass = ?, line = ? WHERE id = ?", seenAgain);
        jdbc.batchUpdate("""
                INSERT INTO delivery (id, campaign, email, domain, line, pass, fields, state, due_at, updated_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, 'PENDING', ?, ?)""", recipients);
        if (!recipients.isEmpty()) {
            jdbc.update("UPDATE campaign SET last_delivery = ? WHERE name = ?", lastId, campaign);
        }
        write(exclusions, pass);
    }

    private void write(List<Exclusion> exclusions, long pass) {
        jdbc.batchUpdate(
                "DELETE FROM exclusion WHERE campaign = ? AND line = ?",
                exclusions.stream()
                        .map(exclusion -> new Object[] {campaign, exclusion.line()})
                        .toList());
        jdbc.batchUpdate(
                "INSERT INTO exclusion (campaign, line, pass, reason, email, detail, fields) VALUES (?, ?, ?, ?, ?, ?, ?)",
                exclusions.stream()
                        .map(exclusion -> new Object[] {
                            campaign,
                            exclusion.line(),
                            pass,
                            exclusion.kind().name(),
                            Text.cut(exclusion.email(), 1000),
                            Text.kept(exclusion.reason(), 2000),
                            exclusion.values() == null ? null : Fields.write(exclusion.values())
                        })
                        .toList());
    }

    private record Seen(long id, long pass) {}

    /**
     * Those of the chunk that the ledger has. None of those of this pass, where it began with nobody: the walk over the contacts tells of an
     * address that it has met before.
     */
    private Map<EmailAddress, Seen> seenBefore(List<? extends Listed> entries) {
        if (hadNobody) {
            return Map.of();
        }
        List<EmailAddress> emails = new ArrayList<>();
        for (Listed entry : entries) {
            if (entry instanceof Recipient recipient) {
                emails.add(recipient.address());
            } else if (entry instanceof Exclusion exclusion && exclusion.kind() == Exclusion.Kind.SUPPRESSED) {
                emails.add(EmailAddress.of(exclusion.email()));
            }
        }
        return lookUp(
                "d.id, d.email, d.pass", emails, (row, number) -> new Seen(row.getLong("id"), row.getLong("pass")));
    }

    /** Joined to, since for a list of addresses HSQLDB goes over the whole campaign. */
    private <T> Map<EmailAddress, T> lookUp(String columns, Collection<EmailAddress> emails, RowMapper<T> mapper) {
        Map<EmailAddress, T> found = new HashMap<>();
        if (!emails.isEmpty()) {
            Map<String, EmailAddress> wanted = emails.stream()
                    .collect(Collectors.toMap(EmailAddress::toString, email -> email, (one, same) -> one));
            jdbc.query(
                    connection -> {
                        PreparedStatement lookUp = connection.prepareStatement("""
                                SELECT %s FROM UNNEST(CAST(? AS VARCHAR(320) ARRAY)) AS wanted (email)
                                JOIN delivery d ON d.campaign = ? AND d.email = wanted.email""".formatted(columns));
                        lookUp.setArray(
                                1,
                                connection.createArrayOf(
                                        "VARCHAR", wanted.keySet().toArray()));
                        lookUp.setString(2, campaign);
                        return lookUp;
                    },
                    row -> {
                        EmailAddress email = Objects.requireNonNull(wanted.get(row.getString("email")));
                        found.put(email, Objects.requireNonNull(mapper.mapRow(row, found.size())));
                    });
        }
        return found;
    }

    private Object[] row(Recipient recipient, long pass, Instant now) {
        if (lastId < 0) {
            // No number twice, though letters are taken out: attempts and what comes back remember theirs.
            lastId = Math.max(
                    last("SELECT id FROM delivery ORDER BY id DESC FETCH FIRST ROW ONLY"),
                    last("SELECT last_delivery FROM campaign ORDER BY last_delivery DESC FETCH FIRST ROW ONLY"));
        }
        lastId++;
        return new Object[] {
            lastId,
            campaign,
            recipient.address().toString(),
            recipient.address().domain().name(),
            recipient.contact().line(),
            pass,
            Fields.write(recipient.contact().values()),
            now.toEpochMilli(),
            now.toEpochMilli()
        };
    }

    /** HSQLDB would go through all of them for MAX(id). */
    private long last(String sql) {
        return jdbc.queryForList(sql, Long.class).stream().findFirst().orElse(0L);
    }

    private long number(String sql) {
        Long number = jdbc.queryForObject(sql, Long.class, campaign);
        return number == null ? 0 : number;
    }
}
