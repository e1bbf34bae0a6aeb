package org.facteur.dispatch;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.facteur.ledger.Standings;

/** What earlier runs left behind about relays and recipient domains. */
public record KeptStandings(Map<String, RelayStanding> relays, Map<String, DomainStanding> domains) {

    public static KeptStandings read(Standings standings, Accounts accounts, Instant now) {
        Map<String, RelayStanding> relays = new HashMap<>();
        for (String account : accounts.names()) {
            int connections = accounts.connections(account);
            standings.relay(account).ifPresent(kept -> relays.put(account, RelayStanding.of(kept, connections, now)));
        }
        Map<String, DomainStanding> domains = new HashMap<>();
        standings.domains().forEach(kept -> domains.put(kept.receiver(), DomainStanding.of(kept)));
        return new KeptStandings(relays, domains);
    }

    public void applyTo(Dispatch dispatch) {
        relays.values().forEach(dispatch::apply);
        domains.values().forEach(dispatch::apply);
    }
}
