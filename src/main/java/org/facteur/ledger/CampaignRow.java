package org.facteur.ledger;

import java.time.Instant;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger keeps of a campaign.
 *
 * @param reason why it stands as it does, for the owner
 * @param resumeAt when to run again
 * @param enlisted digest of what was enlisted last, whole and without error
 * @param plan what was foreseen when the last run ended; null where nothing was left
 * @param pass passes over the contacts file so far
 */
public record CampaignRow(
        String name,
        CampaignState state,
        @Nullable Reason reason,
        @Nullable Instant resumeAt,
        @Nullable String enlisted,
        @Nullable String plan,
        long pass,
        Instant createdAt,
        Instant updatedAt) {}
