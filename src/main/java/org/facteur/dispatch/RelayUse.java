package org.facteur.dispatch;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.facteur.campaign.Campaign;
import org.facteur.dispatch.queue.Bucket;
import org.facteur.home.HomeLedger;
import org.facteur.ledger.Attempts;
import org.facteur.ledger.Standings;
import org.facteur.ledger.store.OpenLedger;
import org.facteur.pace.SlidingWindow;
import org.facteur.pace.Timing;
import org.facteur.relay.Relay;

/** What is used of a campaign's relays, by the ledger. */
public final class RelayUse {

    private RelayUse() {}

    /** Of each relay of the campaign, in its order. The caller holds the home's lock. */
    public static List<RelayUsage> of(Campaign campaign, Timing timing) {
        // Only the relay side matters here.
        ProviderLimits perProvider = new ProviderLimits(campaign.pace().perDomain(), new ProviderLookup());
        Dispatch dispatch = new Dispatch(campaign, perProvider, timing, new Stop());
        Optional<OpenLedger> ledger =
                HomeLedger.of(campaign.home(), campaign.database()).open();
        if (ledger.isPresent()) {
            try (OpenLedger open = ledger.get()) {
                dispatch.load(new Attempts(open.jdbc()));
                KeptStandings.read(new Standings(open.jdbc()), dispatch.accounts(), timing.instant())
                        .relays()
                        .values()
                        .forEach(dispatch::apply);
            }
        }
        return dispatch.usage();
    }

    static RelayUsage of(Relay relay, Bucket bucket, RelayStanding standing, Instant now) {
        boolean closed = standing.opensAt().isAfter(now);
        return new RelayUsage(
                relay.name().value(),
                relay.account(),
                bucket.windows().stream().map(window -> window(window, now)).toList(),
                Math.min(standing.mostInFlight(), relay.connections()),
                closed ? standing.opensAt() : null,
                closed ? standing.reason() : null,
                standing.rate().isSlowed() ? standing.rate().perMinute() : null);
    }

    private static RelayUsage.Window window(SlidingWindow window, Instant now) {
        long earliest = window.earliest(0);
        int used = window.taken(now);
        return new RelayUsage.Window(
                window.limit().toString(),
                used,
                Math.max(0, window.limit().count() - used),
                earliest != SlidingWindow.UNKNOWN && earliest > now.toEpochMilli()
                        ? Instant.ofEpochMilli(earliest)
                        : null);
    }
}
