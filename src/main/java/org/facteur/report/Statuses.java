package org.facteur.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.facteur.campaign.Campaign;
import org.facteur.dispatch.PlanSummary;
import org.facteur.home.Home;
import org.facteur.home.HomeLedger;
import org.facteur.ledger.CampaignRow;
import org.facteur.ledger.CampaignState;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.Counts;
import org.facteur.ledger.LedgerBook;
import org.facteur.ledger.ReturnHistory;
import org.facteur.ledger.Workers;
import org.facteur.ledger.store.OpenLedger;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;

/** Where the campaigns of a home stand, read from the ledger while no run goes on: the caller holds the home's lock. */
public final class Statuses {

    private Statuses() {}

    /**
     * All campaigns of a home.
     *
     * @param env environment variables, which may say where its ledger is
     */
    public static List<CampaignStatus> all(Home home, Map<String, String> env) {
        Optional<OpenLedger> ledger = HomeLedger.of(home, env).open();
        if (ledger.isEmpty()) {
            return List.of();
        }
        try (OpenLedger open = ledger.get()) {
            return new Campaigns(open.jdbc())
                    .all().stream().map(row -> status(open, row)).toList();
        }
    }

    /** A campaign that was never run is NEW. */
    public static CampaignStatus of(Campaign campaign) {
        Optional<OpenLedger> ledger =
                HomeLedger.of(campaign.home(), campaign.database()).open();
        if (ledger.isEmpty()) {
            return CampaignStatus.none(campaign.name());
        }
        try (OpenLedger open = ledger.get()) {
            return of(open, campaign.name());
        }
    }

    /**
     * For those who ask about letters of a campaign: where it has none, the job file or a {@code name=value} is likely another's.
     *
     * @throws MendableException when the ledger knows no such campaign
     */
    public static void refuseUnknown(OpenLedger ledger, Campaign campaign) {
        List<String> known = new Campaigns(ledger.jdbc())
                .all().stream().map(CampaignRow::name).toList();
        if (!known.isEmpty() && !known.contains(campaign.name())) {
            throw new MendableException(
                    ReportReason.CAMPAIGN_NONE.of(
                            campaign.name(), campaign.home().dir(), known),
                    ExitCodes.NO_INPUT);
        }
    }

    public static CampaignStatus of(OpenLedger ledger, String campaign) {
        return new Campaigns(ledger.jdbc())
                .find(campaign)
                .map(row -> status(ledger, row))
                .orElseGet(() -> CampaignStatus.none(campaign));
    }

    /** Of one that does not run, while another one does and has the ledger. */
    public static CampaignStatus beside(CampaignRow row, LedgerBook book, ReturnHistory returns) {
        Counts counts = book.quickCounts();
        return status(row, false, counts.sum(), counts, returns.counts(), List.of());
    }

    private static CampaignStatus status(OpenLedger ledger, CampaignRow row) {
        LedgerBook book = new LedgerBook(ledger.jdbc(), row.name());
        return status(
                row,
                ledger.isInUse(),
                book.rows(),
                book.counts(),
                ledger.isAtLeast(ReturnHistory.SINCE)
                        ? new ReturnHistory(ledger.jdbc(), row.name()).counts()
                        : Map.of(),
                ledger.isAtLeast(Workers.SINCE) && ledger.isShared()
                        ? WorkerStatus.of(new Workers(ledger.jdbc()).all(), row.name())
                        : List.of());
    }

    /** @param inUse whether a run of another home may be at it; else a campaign that says it runs was cut off */
    private static CampaignStatus status(
            CampaignRow row,
            boolean inUse,
            long rows,
            Counts counts,
            Map<String, Long> returned,
            List<WorkerStatus> workers) {
        boolean died = row.state() == CampaignState.RUNNING && !inUse;
        return new CampaignStatus(
                row.name(),
                died ? CampaignState.INTERRUPTED : row.state(),
                died ? ReportReason.DIED.of() : row.reason(),
                row.resumeAt(),
                rows,
                counts,
                row.plan() == null ? null : PlanSummary.fromLedger(row.plan()),
                returned,
                workers);
    }
}
