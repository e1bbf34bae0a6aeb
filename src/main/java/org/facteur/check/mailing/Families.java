package org.facteur.check.mailing;

import java.util.List;
import org.facteur.campaign.Campaign;
import org.facteur.check.Family;

/** Who is asked about a mailing. */
final class Families {

    private Families() {}

    /** @param offline nobody outside of this machine is asked */
    static List<Family> of(Campaign campaign, boolean offline) {
        return List.of();
    }
}
