package org.facteur.report;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.RelayRoute;
import org.facteur.check.Finding;
import org.facteur.check.mailing.LastCheck;
import org.facteur.home.HomeLedger;
import org.facteur.ledger.LedgerHistory;
import org.facteur.ledger.LedgerLetters;
import org.facteur.ledger.ReturnHistory;
import org.facteur.ledger.store.OpenLedger;
import org.facteur.reason.Reason;
import org.facteur.verdict.Category;
import org.jspecify.annotations.Nullable;

/** Writes a campaign's report: what the ledger holds, read with the job file's limits at hand. */
public final class CampaignReporter {

    private final Campaign campaign;
    private final LedgerHistory history;
    private final LedgerLetters letters;
    private final @Nullable ReturnHistory returns;
    private final ZoneId zone;

    /**
     * @param returns null: a ledger of an earlier version knows nothing of them
     * @param zone of the times in the report, and in the job repository
     */
    public CampaignReporter(
            Campaign campaign,
            LedgerHistory history,
            LedgerLetters letters,
            @Nullable ReturnHistory returns,
            ZoneId zone) {
        this.campaign = campaign;
        this.history = history;
        this.letters = letters;
        this.returns = returns;
        this.zone = zone;
    }

    /** Where the report is when nobody says otherwise. */
    public static Path file(Campaign campaign) {
        return campaign.home().reports().resolve(campaign.name() + ".html");
    }

    /**
     * The report of a campaign that does not run: the caller holds the home's lock. It may be NEW.
     *
     * @param out stays open
     */
    public static void write(Campaign campaign, ReportFormat format, Writer out, Instant now, ZoneId zone)
            throws IOException {
        Optional<OpenLedger> ledger =
                HomeLedger.of(campaign.home(), campaign.database()).open();
        if (ledger.isEmpty()) {
            CampaignStatus status = CampaignStatus.none(campaign.name());
            format.write(ReportReader.none(status, now), findings(campaign), null, out, campaign.locale(), zone);
            return;
        }
        try (OpenLedger open = ledger.get()) {
            CampaignStatus status = Statuses.of(open, campaign.name());
            new CampaignReporter(
                            campaign,
                            new LedgerHistory(open.jdbc(), campaign.name()),
                            new LedgerLetters(open.jdbc(), campaign.name()),
                            open.isAtLeast(ReturnHistory.SINCE)
                                    ? new ReturnHistory(open.jdbc(), campaign.name())
                                    : null,
                            zone)
                    .write(status, format, out, now);
        }
    }

    public void write(CampaignStatus status, ReportFormat format, Writer out, Instant now) throws IOException {
        ReportReader reader = new ReportReader(
                history,
                letters,
                returns,
                campaign.relays().stream()
                        .map(route -> route.relay().name().value())
                        .toList(),
                limits(),
                label -> Category.of(label).map(Category::meaning).orElse(Reason.verbatim("")),
                zone);
        CampaignReport report = reader.read(status, now);
        format.write(report, findings(campaign), letters, out, campaign.locale(), zone);
    }

    /** What stands in the way of the letters, or did when they left. */
    private static List<Finding> findings(Campaign campaign) {
        return LastCheck.of(campaign).map(last -> last.report().findings()).orElse(List.of());
    }

    private List<LimitRule> limits() {
        List<LimitRule> limits = new ArrayList<>();
        campaign.pace()
                .limits()
                .forEach(limit ->
                        limits.add(new LimitRule("campaign", null, limit.count(), limit.window(), limit.toString())));
        for (RelayRoute route : campaign.relays()) {
            String relay = route.relay().name().value();
            route.relay()
                    .limits()
                    .forEach(limit -> limits.add(
                            new LimitRule("relay " + relay, relay, limit.count(), limit.window(), limit.toString())));
        }
        return limits;
    }
}
