package org.facteur.job.errand;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.facteur.address.EmailAddress;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.RelayRoute;
import org.facteur.job.run.JobReason;
import org.facteur.job.run.RunCounts;
import org.facteur.message.Letter;
import org.facteur.message.Notice;
import org.facteur.pace.Timing;
import org.facteur.reason.Reason;
import org.facteur.report.CampaignStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the owner how a run ended ({@code campaign.notify}), through the first of the campaign's relays that takes it. The run is over by
 * then: whatever goes wrong here is a warning.
 */
public final class OwnersNotice {

    private static final Logger LOG = LoggerFactory.getLogger(OwnersNotice.class);

    /** Mailboxes refuse letters from 10 MB or so, and base64 adds a third. */
    private static final long MOST_BYTES = 5_000_000;

    private final Campaign campaign;
    private final Errands errands;
    private final RunCounts counts;
    private final Timing timing;

    OwnersNotice(Campaign campaign, Errands errands, RunCounts counts, Timing timing) {
        this.campaign = campaign;
        this.errands = errands;
        this.counts = counts;
        this.timing = timing;
    }

    /**
     * @param end where the campaign stands
     * @param report its page; null where it could not be written
     * @param before whether there is news from before it: answers, bounces or the like, or a part of it that an outage cut off
     */
    public void tell(CampaignStatus end, @Nullable Path report, boolean before) {
        if (campaign.notifyTo().isEmpty() || !isNews(end, before)) {
            return;
        }
        try {
            Notice notice = notice(end, report);
            campaign.notifyTo().forEach(owner -> tell(owner, notice));
        } catch (IOException | RuntimeException e) {
            LOG.warn("the owner cannot be told how the run ended", e);
        }
    }

    /** A nightly run with nothing to do tells nothing; and one who stopped a run knows, and waits for it to go. */
    private boolean isNews(CampaignStatus end, boolean before) {
        return switch (end.state()) {
            case FAILED -> true;
            case COMPLETED, PAUSED -> before || counts.hasHappened();
            case STOPPED, NEW, RUNNING, INTERRUPTED -> false;
        };
    }

    private Notice notice(CampaignStatus end, @Nullable Path report) throws IOException {
        NoticeText text = new NoticeText(campaign, end, timing.instant());
        boolean attached = report != null && Files.size(report) <= MOST_BYTES;
        return new Notice(text.subject(), text.body(report, attached), attached ? report : null);
    }

    private void tell(EmailAddress owner, Notice notice) {
        List<Reason> reasons = new ArrayList<>();
        for (RelayRoute route : campaign.relaysTo(owner.domain())) {
            Letter letter =
                    notice.toLetter(campaign.message(), owner, route.relay().from());
            ErrandResult result = errands.send(Errand.NOTICE, route.relay(), owner, letter);
            if (result instanceof ErrandResult.Taken) {
                return;
            }
            // What is closed names itself: it may be the campaign's limit, or the domain's.
            reasons.add(
                    result instanceof ErrandResult.Closed
                            ? result.inShort()
                            : JobReason.RELAY.of(route.relay().name(), result.inShort()));
        }
        LOG.warn(
                "{}",
                JobReason.NOTICE.of(
                        owner, reasons.isEmpty() ? JobReason.WAY.of(owner.domain()) : Reason.several(reasons)));
    }
}
