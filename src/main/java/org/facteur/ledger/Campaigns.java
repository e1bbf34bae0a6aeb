package org.facteur.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The campaigns of a home. */
public final class Campaigns {

    private final JdbcClient jdbc;

    public Campaigns(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<CampaignRow> find(String name) {
        return jdbc.sql("SELECT * FROM campaign WHERE name = :name")
                .param("name", name)
                .query(Campaigns::row)
                .optional();
    }

    /** Asked by a run and its workers only: an earlier version's ledger does not tell. */
    public Optional<Enlisted> enlisted(String name) {
        return jdbc.sql("SELECT enlisted, largest_letter, put_back FROM campaign WHERE name = :name")
                .param("name", name)
                .query((row, number) -> {
                    long bytes = row.getLong("largest_letter");
                    @Nullable Long largest = row.wasNull() ? null : bytes;
                    return new Enlisted(row.getString("enlisted"), largest, row.getBoolean("put_back"));
                })
                .optional();
    }

    public List<CampaignRow> all() {
        return jdbc.sql("SELECT * FROM campaign ORDER BY created_at, name")
                .query(Campaigns::row)
                .list();
    }

    /** Another campaign, whose name differs in nothing but capital letters; empty where there is none, or this one is there too. */
    public Optional<String> alike(String name) {
        List<String> names = jdbc.sql("SELECT name FROM campaign WHERE LOWER(name) = LOWER(:name)")
                .param("name", name)
                .query(String.class)
                .list();
        return names.contains(name) ? Optional.empty() : names.stream().findFirst();
    }

    /** Letters that have left of the campaign that began last before this one; 0 where there is none. */
    public long lettersOfLast(String name) {
        return jdbc.sql("""
                        SELECT COUNT(*) FROM delivery
                        WHERE state = 'SENT' AND campaign =
                            (SELECT MAX(name) FROM campaign WHERE name <> :name AND created_at =
                                (SELECT MAX(created_at) FROM campaign WHERE name <> :name))""").param("name", name).query(Long.class).single();
    }

    /** Writes down where it stands; the first time it is written down at all. */
    public void stands(
            String name, CampaignState state, @Nullable Reason reason, @Nullable Instant resumeAt, Instant now) {
        int updated = jdbc.sql("""
                        UPDATE campaign SET state = :state, reason = :reason, resume_at = :resumeAt, updated_at = :now
                        WHERE name = :name""")
                .param("state", state.name())
                .param("reason", Text.kept(reason, 1000))
                .param("resumeAt", resumeAt == null ? null : resumeAt.toEpochMilli())
                .param("now", now.toEpochMilli())
                .param("name", name)
                .update();
        if (updated == 0) {
            jdbc.sql("""
                            INSERT INTO campaign (name, state, reason, resume_at, created_at, updated_at)
                            VALUES (:name, :state, :reason, :resumeAt, :now, :now)""")
                    .param("name", name)
                    .param("state", state.name())
                    .param("reason", Text.kept(reason, 1000))
                    .param("resumeAt", resumeAt == null ? null : resumeAt.toEpochMilli())
                    .param("now", now.toEpochMilli())
                    .update();
        }
    }

    /** The epoch of the ledger's newest writer. A run whose own is older has been overtaken, and says no longer where a campaign stands. */
    public long newestWriter() {
        return jdbc.sql("SELECT MAX(epoch) FROM writer").query(Long.class).single();
    }

    /** Keeps what was foreseen for the letters that are left; null: none are. */
    public void foresee(String name, @Nullable String plan) {
        jdbc.sql("UPDATE campaign SET plan = :plan WHERE name = :name")
                .param("plan", plan)
                .param("name", name)
                .update();
    }

    private static CampaignRow row(ResultSet row, int number) throws SQLException {
        long resumeAt = row.getLong("resume_at");
        @Nullable Instant resume = row.wasNull() ? null : Instant.ofEpochMilli(resumeAt);
        return new CampaignRow(
                row.getString("name"),
                CampaignState.valueOf(row.getString("state")),
                Text.reason(row.getString("reason")),
                resume,
                row.getString("enlisted"),
                row.getString("plan"),
                row.getLong("pass"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("updated_at")));
    }
}
