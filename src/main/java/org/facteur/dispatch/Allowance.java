package org.facteur.dispatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.facteur.address.Domain;
import org.facteur.campaign.Campaign;
import org.facteur.dispatch.queue.Bucket;
import org.facteur.ledger.Attempts;
import org.facteur.ledger.Standings;
import org.facteur.pace.SlidingWindow;
import org.facteur.reason.Reason;
import org.facteur.relay.Relay;

/**
 * Whether one more letter may leave, by the limits that hold for it: the campaign's, those of the relay's account, those of the
 * recipient's domain; and by what relay and domain have asked for. Read from the ledger each time, which knows of every campaign.
 */
public final class Allowance {

    /**
     * A limit is reached, or somebody asked us to hold back.
     *
     * @param reason which, and how full it is
     * @param opensAt when one more letter may leave
     */
    public record Closed(Reason reason, Instant opensAt) {}

    private final Campaign campaign;
    private final Attempts attempts;
    private final Standings standings;
    private final ProviderLookup providers;

    public Allowance(Campaign campaign, Attempts attempts, Standings standings, ProviderLookup providers) {
        this.campaign = campaign;
        this.attempts = attempts;
        this.standings = standings;
        this.providers = providers;
    }

    /**
     * Empty where it may leave now. The campaign's sending window is not asked: it is there for the recipients' sleep and the relay's
     * busy hours, and a single letter to the owner disturbs neither.
     */
    public Optional<Closed> closed(Relay relay, Domain domain, Instant now) {
        return buckets(relay, domain, now).stream()
                .flatMap(bucket -> closed(bucket, now).stream())
                .max(Comparator.comparing(Closed::opensAt));
    }

    private List<Bucket> buckets(Relay relay, Domain domain, Instant now) {
        ProviderLimits perProvider = new ProviderLimits(campaign.pace().perDomain(), providers);
        Quotas quotas = new Quotas(campaign, perProvider);
        quotas.load(attempts, now);
        Accounts accounts = quotas.accounts();
        Bucket account = accounts.bucket(relay.account());
        Bucket provider = perProvider.bucket(perProvider.of(domain));
        KeptStandings kept = KeptStandings.read(standings, accounts, now);
        RelayStanding standing = kept.relays().get(relay.account());
        if (standing != null) {
            // Not its circuit: whether a relay that broke off is back is just what a letter like this one finds out.
            account.closeUntil(standing.closedUntil(), standing.reason());
            account.spaceOut(standing.rate().spacing());
        }
        ProviderStanding paused = kept.providers().get(perProvider.of(domain));
        if (paused != null) {
            provider.closeUntil(paused.closedUntil(), paused.reason());
        }
        return List.of(quotas.limits().bucket(), account, provider);
    }

    private static Optional<Closed> closed(Bucket bucket, Instant now) {
        return bucket.opening(now).map(opening -> {
            List<Reason> reasons = new ArrayList<>();
            for (SlidingWindow window : bucket.windows()) {
                if (window.earliest(0) > now.toEpochMilli()) {
                    reasons.add(DispatchReason.USED.of(bucket.name(), window.taken(now), window.limit()));
                }
            }
            return new Closed(
                    reasons.isEmpty() ? opening.reason() : Reason.several(reasons),
                    // Unknown only while an attempt is in flight, and none is.
                    Objects.requireNonNull(opening.at()));
        });
    }
}
