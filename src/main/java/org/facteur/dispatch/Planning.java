package org.facteur.dispatch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.facteur.address.EmailAddress;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.MailingDigest;
import org.facteur.contact.Exclusion;
import org.facteur.contact.Listed;
import org.facteur.contact.Recipient;
import org.facteur.contact.Recipients;
import org.facteur.contact.Suppressions;
import org.facteur.home.HomeLedger;
import org.facteur.home.KnownSuppressions;
import org.facteur.ledger.Attempts;
import org.facteur.ledger.CampaignRow;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.DomainProviders;
import org.facteur.ledger.Enlistment;
import org.facteur.ledger.LedgerBook;
import org.facteur.ledger.Rehearsal;
import org.facteur.ledger.Standings;
import org.facteur.ledger.store.OpenLedger;
import org.facteur.pace.Timing;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a campaign will take, worked out without a run: by the same arithmetic, on what the ledger and the contacts file hold. */
public final class Planning {

    private static final Logger LOG = LoggerFactory.getLogger(Planning.class);

    /** Addresses that are looked up in the ledger at once. */
    private static final int PAGE = 500;

    private final Campaign campaign;
    private final Timing timing;
    private final ProviderLookup providers = new ProviderLookup();
    private final Dispatch dispatch;
    private long lastId = Long.MIN_VALUE;
    private boolean nobody;
    private @Nullable Exclusion firstExcluded;

    private Planning(Campaign campaign, Timing timing) {
        this.campaign = campaign;
        this.timing = timing;
        ProviderLimits perProvider = new ProviderLimits(campaign.pace().perDomain(), providers);
        this.dispatch = new Dispatch(campaign, perProvider, timing, new Stop());
    }

    /** The caller holds the home's lock. */
    public static PlanSummary of(Campaign campaign, Timing timing) throws IOException {
        Planning planning = new Planning(campaign, timing);
        Optional<OpenLedger> ledger =
                HomeLedger.of(campaign.home(), campaign.database()).open();
        if (ledger.isEmpty()) {
            planning.dispatch.startChunk();
            planning.loadContacts(null, Suppressions.NONE);
        } else {
            try (OpenLedger open = ledger.get()) {
                planning.load(open);
            }
        }
        PlanSummary plan = new Forecast(planning.dispatch, timing).look().orElseThrow();
        return planning.nobody ? plan.heldBackBy(Recipients.nobody(campaign.contacts(), planning.firstExcluded)) : plan;
    }

    private void load(OpenLedger ledger) throws IOException {
        providers.load(new DomainProviders(ledger.template()), timing);
        dispatch.load(new Attempts(ledger.jdbc()));
        LedgerBook book = new LedgerBook(ledger.jdbc(), campaign.name());
        dispatch.load(book);
        if (!campaign.reachesNobody() && new Rehearsal(ledger.jdbc(), campaign.name()).isRemembered()) {
            dispatch.loadRehearsed(book);
        }
        @Nullable
        String enlisted = new Campaigns(ledger.jdbc())
                .find(campaign.name())
                .map(CampaignRow::enlisted)
                .orElse(null);
        boolean anybody = book.counts().recipients() > 0;
        if (!anybody || !MailingDigest.of(campaign).isSameAs(enlisted)) {
            loadContacts(new Enlistment(ledger.template(), campaign.name()), KnownSuppressions.of(ledger));
            nobody &= !anybody;
        }
        KeptStandings.read(new Standings(ledger.jdbc()), dispatch.accounts(), timing.instant())
                .applyTo(dispatch);
    }

    /** Those that the next run will enlist. */
    private void loadContacts(@Nullable Enlistment enlistment, Suppressions suppressions) throws IOException {
        nobody = true;
        List<EmailAddress> page = new ArrayList<>(PAGE);
        try (Recipients recipients = Recipients.open(campaign.contacts(), suppressions)) {
            for (Listed next = recipients.next(); next != null; next = recipients.next()) {
                nobody &= next instanceof Exclusion;
                if (next instanceof Exclusion exclusion) {
                    firstExcluded = firstExcluded == null ? exclusion : firstExcluded;
                } else if (next instanceof Recipient recipient) {
                    page.add(recipient.address());
                    if (page.size() == PAGE) {
                        addNew(page, enlistment);
                    }
                }
            }
            addNew(page, enlistment);
            recipients.notes().forEach(note -> LOG.warn("{} {}", campaign.name(), note));
        }
    }

    private void addNew(List<EmailAddress> page, @Nullable Enlistment enlistment) {
        Set<EmailAddress> known =
                enlistment == null ? Set.of() : enlistment.known(page).keySet();
        for (EmailAddress email : page) {
            if (!known.contains(email)) {
                // Only to tell them apart: the ledger gives numbers of its own, all above zero.
                dispatch.add(lastId++, email.domain(), false, 0, null);
            }
        }
        page.clear();
    }
}
