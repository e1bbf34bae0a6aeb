package org.facteur.job;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.facteur.address.EmailAddress;
import org.facteur.campaign.Campaign;
import org.facteur.home.HomeLedger;
import org.facteur.job.run.JobReason;
import org.facteur.ledger.CampaignState;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.Enlisted;
import org.facteur.ledger.PutBack;
import org.facteur.ledger.store.OpenLedger;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;
import org.facteur.report.Statuses;
import org.facteur.verdict.Category;
import org.facteur.verdict.Fault;

/** Letters that were refused or expired, and are to be sent after all. The caller holds the home's lock. */
public final class Retries {

    private Retries() {}

    /**
     * @param labels as {@code export} prints categories; empty: those for no fault of the address, unless addresses are named
     * @param addresses empty: all of these categories
     * @return how many letters the next run sends
     * @throws MendableException when a category or an address is not one, or its letter was neither refused nor expired
     */
    public static int putBack(Campaign campaign, List<String> labels, List<String> addresses) {
        Set<Category> asked = categories(labels);
        Instant now = Timing.system().instant();
        Optional<OpenLedger> ledger =
                HomeLedger.of(campaign.home(), campaign.database()).open();
        if (ledger.isEmpty()) {
            return 0;
        }
        try (OpenLedger open = ledger.get()) {
            Statuses.refuseUnknown(open, campaign);
            open.claim();
            PutBack putBack = new PutBack(open.jdbc(), campaign.name());
            List<EmailAddress> named = refused(putBack, addresses, campaign.name());
            if (open.isAtLeast(Enlisted.SINCE)) {
                putBack.announce();
            }
            int put = addresses.isEmpty() ? putBack.all(asked.isEmpty() ? Fault.notOfTheAddress() : asked, now) : 0;
            for (EmailAddress email : named) {
                put += putBack.one(email, asked.isEmpty() ? EnumSet.allOf(Category.class) : asked, now);
            }
            if (put > 0) {
                new Campaigns(open.jdbc())
                        .stands(campaign.name(), CampaignState.PAUSED, JobReason.AGAIN.of(), now, now);
            }
            return put;
        }
    }

    /** All or nothing: a mistake in one of them leaves the others as they are. */
    private static List<EmailAddress> refused(PutBack putBack, List<String> addresses, String campaign) {
        List<EmailAddress> emails =
                addresses.stream().map(Doubts::email).distinct().toList();
        for (EmailAddress email : emails) {
            if (!putBack.mayBe(email)) {
                throw new MendableException(JobReason.RETRY.of(email, campaign), ExitCodes.USAGE);
            }
        }
        return emails;
    }

    private static Set<Category> categories(List<String> labels) {
        Set<Category> categories = EnumSet.noneOf(Category.class);
        for (String label : labels) {
            categories.add(Category.of(label.strip())
                    .orElseThrow(() -> new MendableException(
                            JobReason.CATEGORY.of(
                                    label,
                                    Stream.of(Category.values())
                                            .map(Category::label)
                                            .toList()),
                            ExitCodes.USAGE)));
        }
        return categories;
    }
}
