package org.facteur.job;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.RelayRoute;
import org.facteur.ledger.Attempts;
import org.facteur.ledger.Standings;
import org.facteur.pace.Limit;
import org.facteur.pace.SlidingWindow;
import org.jspecify.annotations.Nullable;

/**
 * What is used of a relay, and what is left.
 *
 * @param connections that may be used at the moment
 * @param closedUntil null: open
 * @param reason why it is closed; null where it is not
 * @param perMinute letters a minute it is slowed down to; null: not slowed down
 */
public record RelayUsage(
        String relay,
        String account,
        List<Window> windows,
        int connections,
        @Nullable Instant closedUntil,
        @Nullable String reason,
        @Nullable Double perMinute) {

    /**
     * One sliding window.
     *
     * @param used attempts in it, over all campaigns of the home
     * @param opens when there is room again; null: there is room now
     */
    public record Window(Limit limit, int used, @Nullable Instant opens) {
        public int left() {
            return Math.max(0, limit.count() - used);
        }
    }

    public RelayUsage {
        windows = List.copyOf(windows);
    }

    /** Of each relay of the campaign, in its order. The caller holds the home's lock. */
    public static List<RelayUsage> of(Campaign campaign, Timing timing) {
        Instant now = timing.instant();
        // Only the relay side matters here.
        Receivers receivers = new Receivers(campaign.pace().perDomain(), new ProviderLookup());
        Dispatch dispatch = new Dispatch(campaign, receivers, timing, new Stop());
        Map<String, RelayStanding> standings = Map.of();
        Optional<OpenLedger> ledger = OpenLedger.of(campaign.home());
        if (ledger.isPresent()) {
            try (OpenLedger open = ledger.get()) {
                dispatch.load(new Attempts(open.jdbc()));
                standings = KeptStandings.read(new Standings(open.jdbc()), dispatch.accounts(), now)
                        .relays();
            }
        }
        List<RelayUsage> usages = new ArrayList<>();
        for (RelayRoute route : campaign.relays()) {
            String account = route.relay().account();
            RelayStanding standing = standings.getOrDefault(
                    account, RelayStanding.of(account, route.relay().connections()));
            boolean closed = standing.opensAt().isAfter(now);
            usages.add(new RelayUsage(
                    route.relay().name().value(),
                    account,
                    dispatch.accounts().bucket(account).windows().stream()
                            .map(window -> window(window, now))
                            .toList(),
                    Math.min(standing.connections(), route.relay().connections()),
                    closed ? standing.opensAt() : null,
                    closed ? standing.reason() : null,
                    standing.rate().isSlowed() ? standing.rate().perMinute() : null));
        }
        return usages;
    }

    private static Window window(SlidingWindow window, Instant now) {
        long earliest = window.earliest(0);
        boolean full = earliest != SlidingWindow.OPEN && earliest > now.toEpochMilli();
        return new Window(window.limit(), window.taken(now), full ? Instant.ofEpochMilli(earliest) : null);
    }
}
