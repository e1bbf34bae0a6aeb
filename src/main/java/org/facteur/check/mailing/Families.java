package org.facteur.check.mailing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.facteur.campaign.Campaign;
import org.facteur.check.Family;
import org.facteur.check.canary.ReceiverReport;
import org.facteur.check.dns.ResolverDns;
import org.facteur.check.filter.Filters;
import org.facteur.check.list.DomainsFamily;
import org.facteur.check.sender.SenderFamily;
import org.facteur.pace.Timing;

/** Who is asked about a mailing. */
final class Families {

    /** Domains that are nobody's (RFC 2606, RFC 6761). */
    private static final Set<String> RESERVED = Set.of("example", "test", "invalid", "localhost", "local");

    private Families() {}

    /**
     * Those that need nothing but the letters.
     *
     * @param offline nobody is asked
     * @param attachments of the letters
     */
    static List<Family> first(Campaign campaign, boolean offline, List<Path> attachments, Timing timing) {
        List<Family> families = new ArrayList<>();
        if (!offline && isForDns(campaign)) {
            families.add(new DomainsFamily(new ResolverDns(campaign.check().dns(), timing)));
        }
        if (!offline) {
            families.addAll(Filters.of(campaign, attachments, timing));
        }
        return families;
    }

    /**
     * Those that are asked when the others have answered, and letters to oneself have come.
     *
     * @param offline nobody is asked
     * @param reports receivers of these
     */
    static List<Family> last(Campaign campaign, boolean offline, List<ReceiverReport> reports, Timing timing) {
        return !offline && isForDns(campaign) ? List.of(new SenderFamily(reports, timing)) : List.of();
    }

    /** The sandbox reaches nobody; and of a domain that is nobody's only a resolver of the owner's can know something. */
    private static boolean isForDns(Campaign campaign) {
        return !campaign.reachesNobody()
                && (campaign.check().dns() != null
                        || !isReserved(campaign.from().address().domain().name()));
    }

    static boolean isReserved(String domain) {
        return RESERVED.contains(domain.substring(domain.lastIndexOf('.') + 1))
                || domain.matches("(.*\\.)?example\\.(com|net|org)");
    }
}
