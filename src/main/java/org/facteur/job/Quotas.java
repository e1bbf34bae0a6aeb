package org.facteur.job;

import java.time.Instant;
import org.facteur.campaign.Campaign;
import org.facteur.ledger.Attempts;

/** Every limit that holds for a campaign's letters: its own, those of its relays' accounts, those of recipient domains and providers. */
record Quotas(Campaign campaign, CampaignLimits limits, Accounts accounts, Receivers receivers) {

    Quotas(Campaign campaign, Receivers receivers) {
        this(campaign, new CampaignLimits(campaign), new Accounts(campaign.relays()), receivers);
    }

    /** Takes up the attempts of earlier runs that count against limits, of all campaigns. */
    void load(Attempts attempts, Instant now) {
        // First: a warm-up's window of an earlier, smaller day would keep too few of today's attempts.
        limits.load(attempts, accounts.names(), now);
        limits.keepUp(now);
        attempts.forEachCounted(limits.longestWindow(), now, attempt -> {
            if (attempt.campaign().equals(campaign.name())) {
                limits.bucket().load(attempt.endedAt());
            }
            accounts.load(attempt.account(), attempt.endedAt());
            receivers.bucket(receivers.of(attempt.domain())).load(attempt.endedAt());
        });
    }
}
