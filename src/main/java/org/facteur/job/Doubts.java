package org.facteur.job;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.facteur.address.EmailAddress;
import org.facteur.campaign.Campaign;
import org.facteur.home.HomeLedger;
import org.facteur.job.run.JobReason;
import org.facteur.ledger.CampaignState;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.Enlisted;
import org.facteur.ledger.LedgerExport;
import org.facteur.ledger.PutBack;
import org.facteur.ledger.Unanswered;
import org.facteur.ledger.store.OpenLedger;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.InvalidValueException;
import org.facteur.reason.MendableException;
import org.facteur.report.Statuses;

/** Letters in doubt, and the owner's word about them. The caller holds the home's lock. */
public final class Doubts {

    private Doubts() {}

    public static void list(Campaign campaign, Consumer<String> consumer) {
        Optional<OpenLedger> ledger =
                HomeLedger.of(campaign.home(), campaign.database()).open();
        if (ledger.isPresent()) {
            try (OpenLedger open = ledger.get()) {
                Statuses.refuseUnknown(open, campaign);
                new LedgerExport(open.template(), campaign.name())
                        .forEach(Set.of("IN_DOUBT"), line -> consumer.accept(line.email() + "  " + line.reply()));
            }
        }
    }

    /**
     * @param addresses empty: all of them
     * @throws MendableException when an address is not one, or not in doubt
     */
    public static int resolve(Campaign campaign, List<String> addresses, boolean sent) {
        Instant now = Timing.system().instant();
        Optional<OpenLedger> ledger =
                HomeLedger.of(campaign.home(), campaign.database()).open();
        if (ledger.isEmpty()) {
            return 0;
        }
        try (OpenLedger open = ledger.get()) {
            Statuses.refuseUnknown(open, campaign);
            open.claim();
            Unanswered unanswered = new Unanswered(open.jdbc(), campaign.name());
            PutBack putBack = new PutBack(open.jdbc(), campaign.name());
            List<EmailAddress> named = inDoubt(unanswered, putBack, addresses, campaign.name());
            if (!sent && open.isAtLeast(Enlisted.SINCE)) {
                putBack.announce();
            }
            int decided = addresses.isEmpty() ? unanswered.resolve(null, sent, now) : 0;
            for (EmailAddress email : named) {
                decided += unanswered.resolve(email, sent, now);
            }
            if (decided > 0 && !sent) {
                new Campaigns(open.jdbc())
                        .stands(campaign.name(), CampaignState.PAUSED, JobReason.DOUBT_AGAIN.of(), now, now);
            }
            return decided;
        }
    }

    /** All or nothing: a mistake in one of them leaves the others as they are. */
    private static List<EmailAddress> inDoubt(
            Unanswered unanswered, PutBack putBack, List<String> addresses, String campaign) {
        List<EmailAddress> emails =
                addresses.stream().map(Doubts::email).distinct().toList();
        for (EmailAddress email : emails) {
            if (!unanswered.isInDoubt(email)) {
                throw new MendableException(
                        (putBack.mayBe(email) ? JobReason.REFUSED : JobReason.DOUBT).of(email, campaign),
                        ExitCodes.USAGE);
            }
        }
        return emails;
    }

    static EmailAddress email(String address) {
        try {
            return EmailAddress.of(address);
        } catch (InvalidValueException e) {
            throw new MendableException(e.reason(), ExitCodes.USAGE);
        }
    }
}
