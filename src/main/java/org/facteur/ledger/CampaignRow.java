package org.facteur.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger keeps of a campaign.
 *
 * @param reason why it stands as it does, for the owner
 * @param resumeAt when to run again
 * @param enlisted digest of what was enlisted last, whole and without error
 * @param pass passes over the contacts file so far
 */
public record CampaignRow(
        String name,
        CampaignState state,
        @Nullable String reason,
        @Nullable Instant resumeAt,
        @Nullable String enlisted,
        long pass,
        Instant updatedAt) {}
