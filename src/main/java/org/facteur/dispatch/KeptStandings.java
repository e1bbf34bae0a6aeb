package org.facteur.dispatch;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.facteur.ledger.Standings;

/** What earlier runs left behind about relays and recipient providers. */
public record KeptStandings(Map<String, RelayStanding> relays, Map<String, ProviderStanding> providers) {

    public static KeptStandings read(Standings standings, Accounts accounts, Instant now) {
        Map<String, RelayStanding> relays = new HashMap<>();
        for (String account : accounts.names()) {
            int connections = accounts.connections(account);
            standings.relay(account).ifPresent(kept -> relays.put(account, RelayStanding.of(kept, connections, now)));
        }
        Map<String, ProviderStanding> providers = new HashMap<>();
        standings.providers().forEach(kept -> providers.put(kept.provider(), ProviderStanding.of(kept)));
        return new KeptStandings(relays, providers);
    }

    public void applyTo(Dispatch dispatch) {
        relays.values().forEach(dispatch::apply);
        providers.values().forEach(dispatch::apply);
    }
}
