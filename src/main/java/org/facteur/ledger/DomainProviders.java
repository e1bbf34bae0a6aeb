package org.facteur.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.facteur.address.Domain;
import org.springframework.jdbc.core.JdbcTemplate;

/** The mail provider behind a domain, as its mail exchangers told; kept so that the same question is not asked each night. */
public final class DomainProviders {

    private final JdbcTemplate jdbc;

    public DomainProviders(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** By domain, where it was looked up after that time; an empty provider: none that we know. */
    public Map<String, String> since(Instant time) {
        Map<String, String> providers = new HashMap<>();
        jdbc.query(
                "SELECT domain, provider FROM domain_provider WHERE looked_up_at > ?",
                row -> {
                    providers.put(row.getString("domain"), row.getString("provider"));
                },
                time.toEpochMilli());
        return providers;
    }

    public void keep(Map<String, String> providers, Instant now) {
        List<Object[]> gone = new ArrayList<>();
        List<Object[]> rows = new ArrayList<>();
        providers.forEach((domain, provider) -> {
            gone.add(new Object[] {domain});
            rows.add(new Object[] {domain, provider, now.toEpochMilli()});
        });
        jdbc.batchUpdate("DELETE FROM domain_provider WHERE domain = ?", gone);
        jdbc.batchUpdate("INSERT INTO domain_provider (domain, provider, looked_up_at) VALUES (?, ?, ?)", rows);
    }

    /** The domains to which a campaign has letters to send, those with the most first. */
    public List<Domain> waiting(String campaign, int most) {
        // Two states in one condition, and HSQLDB would go through the letters of every state.
        return jdbc.query("""
                SELECT domain FROM (SELECT domain FROM delivery WHERE campaign = ? AND state = 'PENDING'
                                    UNION ALL
                                    SELECT domain FROM delivery WHERE campaign = ? AND state = 'DEFERRED') AS waiting
                GROUP BY domain ORDER BY COUNT(*) DESC, domain FETCH FIRST %d ROWS ONLY""".formatted(most), (row, number) -> new Domain(row.getString(1)), campaign, campaign);
    }
}
