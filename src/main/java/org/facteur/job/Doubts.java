package org.facteur.job;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.facteur.address.EmailAddress;
import org.facteur.campaign.Campaign;
import org.facteur.ledger.CampaignState;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.LedgerBook;
import org.facteur.ledger.LedgerExport;

/** Letters in doubt, and the owner's word about them. The caller holds the home's lock. */
public final class Doubts {

    private Doubts() {}

    public static void list(Campaign campaign, Consumer<String> consumer) {
        Optional<OpenLedger> ledger = OpenLedger.of(campaign.home());
        if (ledger.isPresent()) {
            try (OpenLedger open = ledger.get()) {
                new LedgerExport(open.jdbc(), campaign.name())
                        .forEach(Set.of("IN_DOUBT"), line -> consumer.accept(line.email() + "  " + line.reply()));
            }
        }
    }

    /**
     * @param addresses empty: all of them
     * @throws MendableException when an address is none, or not in doubt
     */
    public static int resolve(Campaign campaign, List<String> addresses, boolean sent) {
        Instant now = Timing.system().instant();
        int decided = 0;
        Optional<OpenLedger> ledger = OpenLedger.of(campaign.home());
        if (ledger.isEmpty()) {
            return 0;
        }
        try (OpenLedger open = ledger.get()) {
            LedgerBook book = new LedgerBook(open.jdbc(), campaign.name());
            if (addresses.isEmpty()) {
                decided = book.resolve(null, sent, now);
            }
            List<EmailAddress> emails =
                    addresses.stream().map(Doubts::email).distinct().toList();
            List<EmailAddress> unknown = new ArrayList<>();
            for (EmailAddress email : emails) {
                int one = book.resolve(email, sent, now);
                decided += one;
                if (one == 0) {
                    unknown.add(email);
                }
            }
            if (decided > 0 && !sent) {
                new Campaigns(open.jdbc())
                        .stands(
                                campaign.name(),
                                CampaignState.PAUSED,
                                "letters in doubt are to be sent again",
                                now,
                                now);
            }
            // Last, so that what was decided for the others stands.
            if (!unknown.isEmpty()) {
                throw new MendableException(
                        unknown.get(0) + " is not in doubt in campaign " + campaign.name(), ExitCodes.USAGE);
            }
        }
        return decided;
    }

    private static EmailAddress email(String address) {
        try {
            return EmailAddress.of(address);
        } catch (IllegalArgumentException e) {
            throw new MendableException(String.valueOf(e.getMessage()), ExitCodes.USAGE);
        }
    }
}
