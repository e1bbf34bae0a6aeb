package org.facteur.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** What came back, and how far mailboxes have been read. A delivery keeps its state: what came back stands beside it. */
public final class ReturnBook {

    /**
     * What a message says of one address.
     *
     * @param digest of the message
     * @param email with the digest, the key of the row; what does not fit into the ledger is cut off
     * @param campaign of the letter it is about; null: none was found
     * @param kind such as {@code bounce}
     * @param proven whether a secret of ours shows whose letter it is
     * @param bad whether it says that the address is
     * @param detail what a server said, or the first line of what somebody wrote
     * @param sender who wrote; null: a server, or the letter's recipient
     * @param awayUntil until when somebody is away; null where nothing says so
     */
    public record Row(
            String digest,
            String email,
            @Nullable String campaign,
            @Nullable Long deliveryId,
            String kind,
            boolean proven,
            boolean bad,
            @Nullable String category,
            @Nullable String detail,
            @Nullable String sender,
            Instant receivedAt,
            @Nullable LocalDate awayUntil) {

        public Row {
            email = Objects.requireNonNull(Text.cut(email, 320));
        }
    }

    /** How far a folder has been read. */
    public record Cursor(long uidValidity, long lastUid) {}

    private final JdbcTemplate jdbc;

    public ReturnBook(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether a message has been read before. */
    public boolean knows(String digest) {
        Long rows = jdbc.queryForObject("SELECT COUNT(*) FROM returned WHERE digest = ?", Long.class, digest);
        return rows != null && rows > 0;
    }

    public void add(Row row) {
        jdbc.update(
                "INSERT INTO returned (digest, email, campaign, delivery_id, kind, proven, bad, category, detail, sender, received_at,"
                        + " away_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row.digest(),
                row.email(),
                row.campaign(),
                row.deliveryId(),
                row.kind(),
                row.proven(),
                row.bad(),
                row.category(),
                Text.cut(row.detail(), 2000),
                Text.cut(row.sender(), 320),
                row.receivedAt().toEpochMilli(),
                row.awayUntil() == null ? null : row.awayUntil().toEpochDay());
    }

    /** Whether somebody answered a letter, or another one since: the address is good, whatever a server says of it. */
    public boolean isAnswered(String email, long delivery, Instant since) {
        return isThere("kind = 'answer' AND (delivery_id = ? OR received_at > ?)", email, delivery, since);
    }

    /** Whether a server said since that the address is bad, and of another letter: one that failed for a forwarding alone is answered. */
    public boolean isBad(String email, long delivery, Instant since) {
        return isThere(
                "kind = 'bounce' AND bad = TRUE AND delivery_id <> ? AND received_at > ?", email, delivery, since);
    }

    private boolean isThere(String which, String email, long delivery, Instant since) {
        Long rows = jdbc.queryForObject(
                "SELECT COUNT(*) FROM returned WHERE email = ? AND proven = TRUE AND " + which,
                Long.class,
                email,
                delivery,
                since.toEpochMilli());
        return rows != null && rows > 0;
    }

    /**
     * A letter in doubt has arrived somewhere, or left its relay.
     *
     * @return whether it was in doubt
     */
    public boolean proveSent(long delivery, String evidence, Instant now) {
        DeliveryState.IN_DOUBT.require(DeliveryState.SENT);
        return jdbc.update(
                        "UPDATE delivery SET state = 'SENT', reply = ?, updated_at = ? WHERE id = ? AND state = 'IN_DOUBT'",
                        Text.cut(evidence, 2000),
                        now.toEpochMilli(),
                        delivery)
                > 0;
    }

    public Optional<Cursor> cursor(String account, String folder) {
        return jdbc
                .query(
                        "SELECT uid_validity, last_uid FROM mailbox_cursor WHERE account = ? AND folder = ?",
                        (row, number) -> new Cursor(row.getLong("uid_validity"), row.getLong("last_uid")),
                        account,
                        folder)
                .stream()
                .findFirst();
    }

    /** To be called in the transaction that adds what was read. */
    public void moved(String account, String folder, Cursor cursor) {
        int moved = jdbc.update(
                "UPDATE mailbox_cursor SET uid_validity = ?, last_uid = ? WHERE account = ? AND folder = ?",
                cursor.uidValidity(),
                cursor.lastUid(),
                account,
                folder);
        if (moved == 0) {
            jdbc.update(
                    "INSERT INTO mailbox_cursor (account, folder, uid_validity, last_uid) VALUES (?, ?, ?, ?)",
                    account,
                    folder,
                    cursor.uidValidity(),
                    cursor.lastUid());
        }
    }
}
