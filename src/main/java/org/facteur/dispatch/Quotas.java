package org.facteur.dispatch;

import java.time.Duration;
import java.time.Instant;
import org.facteur.address.EmailAddress;
import org.facteur.campaign.Campaign;
import org.facteur.ledger.Attempts;

/** Every limit that holds for a campaign's letters: its own, those of its relays' accounts, those of recipient domains and providers. */
public record Quotas(Campaign campaign, CampaignLimits limits, Accounts accounts, ProviderLimits perProvider) {

    /** How long a notice to the owner waits for a limit to open: limits by the minute are worth it. */
    public static final Duration NOTICE_PATIENCE = Duration.ofSeconds(65);

    Quotas(Campaign campaign, ProviderLimits perProvider) {
        this(campaign, new CampaignLimits(campaign), new Accounts(campaign.relays()), perProvider);
    }

    /** A run that used its quotas up could tell nobody: it leaves a place free for each notice, at the relay that will carry it. */
    void reserveForNotices() {
        for (EmailAddress owner : campaign.notifyTo()) {
            limits.bucket().reserve(1, NOTICE_PATIENCE);
            campaign.relaysTo(owner.domain()).stream()
                    .findFirst()
                    .ifPresent(route -> accounts.bucket(route.relay().account()).reserve(1, NOTICE_PATIENCE));
        }
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
            perProvider.bucket(perProvider.of(attempt.domain())).load(attempt.endedAt());
        });
    }
}
