package org.facteur.job;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.facteur.campaign.Campaign;
import org.facteur.job.run.JobReason;
import org.facteur.ledger.Attempts;
import org.facteur.ledger.CampaignRow;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.LedgerBook;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;

/** A greeting does not go out in February by itself: what has lain still for longer than {@code stale-after} is taken up by hand only. */
final class Staleness {

    private final Campaign campaign;
    private final Campaigns campaigns;
    private final LedgerBook book;
    private final Attempts attempts;
    private final Timing timing;

    Staleness(Campaign campaign, Campaigns campaigns, LedgerBook book, Attempts attempts, Timing timing) {
        this.campaign = campaign;
        this.campaigns = campaigns;
        this.book = book;
        this.attempts = attempts;
        this.timing = timing;
    }

    /**
     * @throws MendableException when letters are left, and no letter was attempted for so long: not since the campaign began, where none
     *     ever was
     */
    void refuseStale() {
        Instant stale = timing.instant().minus(campaign.staleAfter());
        if (!book.hasOpen() || attempts.anySince(campaign.name(), stale)) {
            return;
        }
        Instant begun =
                campaigns.find(campaign.name()).map(CampaignRow::createdAt).orElse(timing.instant());
        Instant last = attempts.last(campaign.name()).orElse(begun);
        if (last.isBefore(stale)) {
            LocalDate day = last.atZone(ZoneId.systemDefault()).toLocalDate();
            throw new MendableException(
                    JobReason.STALE.of(campaign.name(), day, book.counts().open()), ExitCodes.TRY_LATER);
        }
    }
}
