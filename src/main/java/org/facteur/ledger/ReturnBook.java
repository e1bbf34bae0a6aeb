package org.facteur.ledger;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** What came back, and how far mailboxes have been read. A delivery keeps its state: what came back stands beside it. */
public final class ReturnBook {

    /**
     * What a message says of one address.
     *
     * @param digest of the message
     * @param campaign of the letter it is about; null: none was found
     * @param kind such as {@code bounce}
     * @param proven whether a secret of ours shows whose letter it is
     * @param bad whether it says that the address is
     * @param detail what a server said, or the first line of what somebody wrote
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
            Instant receivedAt) {}

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
                "INSERT INTO returned (digest, email, campaign, delivery_id, kind, proven, bad, category, detail, received_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row.digest(),
                Text.cut(row.email(), 320),
                row.campaign(),
                row.deliveryId(),
                row.kind(),
                row.proven(),
                row.bad(),
                row.category(),
                Text.cut(row.detail(), 2000),
                row.receivedAt().toEpochMilli());
    }

    /** How many people there are of each kind: one who wrote twice counts once. */
    public Map<String, Long> people(String campaign) {
        Map<String, Long> people = new TreeMap<>();
        jdbc.query(
                "SELECT kind, COUNT(DISTINCT email) AS people FROM returned WHERE campaign = ? GROUP BY kind",
                row -> {
                    people.put(row.getString("kind"), row.getLong("people"));
                },
                campaign);
        return people;
    }

    /** Messages about letters that nobody could find. */
    public long unmatched() {
        Long messages =
                jdbc.queryForObject("SELECT COUNT(DISTINCT digest) FROM returned WHERE campaign IS NULL", Long.class);
        return messages == null ? 0 : messages;
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
