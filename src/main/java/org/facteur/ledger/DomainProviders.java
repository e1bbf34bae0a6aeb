package org.facteur.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
}
