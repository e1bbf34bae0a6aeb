package org.facteur.check.list;

import java.util.List;
import org.facteur.campaign.Campaign;
import org.facteur.check.Finding;

/** Whether many more letters leave than receivers have ever seen of this sender. */
public final class Growth {

    /** Below it nobody takes notice. */
    private static final long MANY = 500;

    /** Receivers are used to a list that grows, but not to this. */
    private static final long TIMES = 3;

    private Growth() {}

    /** @param before letters of the campaign before; 0: none */
    public static List<Finding> of(long letters, long before, Campaign campaign) {
        if (before == 0
                || letters < MANY
                || letters < TIMES * before
                || campaign.pace().warmUp() != null) {
            return List.of();
        }
        return List.of(Finding.warn(
                "list.growth",
                campaign.name(),
                ListReason.LIST_GROWTH.of(letters, before),
                ListReason.LIST_GROWTH_ADVICE.of(),
                before + " → " + letters));
    }
}
