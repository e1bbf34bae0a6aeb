package org.facteur.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.facteur.ledger.store.GroupCommit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What relays and providers were told to hold back. Read here; written by the {@link Ledger}, which is the one writer. */
public final class Standings {

    private final JdbcClient jdbc;

    public Standings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<RelayState> relay(String account) {
        // An older version wrote accounts as the job file spells them.
        return jdbc.sql("SELECT * FROM relay_state WHERE LOWER(account) = :account"
                        + " ORDER BY updated_at DESC FETCH FIRST ROW ONLY")
                .param("account", account.toLowerCase(Locale.ROOT))
                .query(Standings::relayState)
                .optional();
    }

    /** Every domain that was paused and is not itself again. */
    public List<ProviderState> providers() {
        return jdbc.sql("SELECT * FROM domain_state WHERE pauses > 0 ORDER BY domain")
                .query((row, number) -> new ProviderState(
                        row.getString("domain"),
                        Instant.ofEpochMilli(row.getLong("closed_until")),
                        row.getInt("pauses"),
                        Text.reason(row.getString("reason"))))
                .list();
    }

    static GroupCommit.Work keep(RelayState state) {
        @Nullable
        Long closedUntil =
                state.closedUntil() == null ? null : state.closedUntil().toEpochMilli();
        return statements -> {
            statements.update(state.account(), "DELETE FROM relay_state WHERE account = ?", state.account());
            statements.update(
                    state.account(),
                    "INSERT INTO relay_state (account, closed_until, reason, rate, full_rate, connections, failures, updated_at)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    state.account(),
                    closedUntil,
                    Text.kept(state.reason(), 1000),
                    state.rate(),
                    state.fullRate(),
                    state.connections(),
                    state.failures(),
                    state.updatedAt().toEpochMilli());
        };
    }

    static GroupCommit.Work keep(ProviderState state, Instant now) {
        return statements -> {
            statements.update(state.provider(), "DELETE FROM domain_state WHERE domain = ?", state.provider());
            if (state.pauses() > 0) {
                statements.update(
                        state.provider(),
                        "INSERT INTO domain_state (domain, closed_until, pauses, reason, updated_at) VALUES (?, ?, ?, ?, ?)",
                        state.provider(),
                        state.closedUntil().toEpochMilli(),
                        state.pauses(),
                        Text.kept(state.reason(), 1000),
                        now.toEpochMilli());
            }
        };
    }

    private static RelayState relayState(ResultSet row, int number) throws SQLException {
        long closed = row.getLong("closed_until");
        @Nullable Instant closedUntil = row.wasNull() ? null : Instant.ofEpochMilli(closed);
        return new RelayState(
                row.getString("account"),
                closedUntil,
                Text.reason(row.getString("reason")),
                row.getDouble("rate"),
                row.getDouble("full_rate"),
                row.getInt("connections"),
                row.getInt("failures"),
                Instant.ofEpochMilli(row.getLong("updated_at")));
    }
}
