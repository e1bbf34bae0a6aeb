package org.facteur.job;

import java.util.ArrayList;
import java.util.List;
import org.facteur.ledger.CampaignRow;
import org.facteur.ledger.CampaignState;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.LedgerBook;
import org.facteur.report.CampaignStatus;
import org.facteur.report.PlanSummary;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where the campaigns of a home stand, read from the ledger while no run goes on. */
public final class Statuses {

    private Statuses() {}

    public static List<CampaignStatus> all(JdbcClient jdbc) {
        List<CampaignStatus> statuses = new ArrayList<>();
        for (CampaignRow row : new Campaigns(jdbc).all()) {
            statuses.add(status(jdbc, row));
        }
        return statuses;
    }

    /** A campaign that was never run is NEW. */
    public static CampaignStatus of(JdbcClient jdbc, String campaign) {
        return new Campaigns(jdbc)
                .find(campaign)
                .map(row -> status(jdbc, row))
                .orElseGet(() -> CampaignStatus.none(campaign));
    }

    private static CampaignStatus status(JdbcClient jdbc, CampaignRow row) {
        LedgerBook book = new LedgerBook(jdbc, row.name());
        // Nobody holds the lock, so a campaign that says it runs was cut off.
        boolean died = row.state() == CampaignState.RUNNING;
        return new CampaignStatus(
                row.name(),
                died ? CampaignState.INTERRUPTED : row.state(),
                died ? "the process died; run again" : row.reason(),
                row.resumeAt(),
                book.rows(),
                book.counts(),
                row.plan() == null ? null : PlanSummary.fromLedger(row.plan()));
    }
}
