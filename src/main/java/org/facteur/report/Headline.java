package org.facteur.report;

import org.facteur.ledger.Counts;

/** The report in one sentence. */
final class Headline {

    private Headline() {}

    static String of(CampaignStatus status) {
        Counts counts = status.counts();
        String letters = Words.number(counts.recipients()) + (counts.recipients() == 1 ? " letter" : " letters");
        if (status.rows() == 0) {
            return "Nothing has been enlisted yet";
        } else if (counts.recipients() == 0) {
            return "Nobody is to be written to";
        } else if (counts.sent() == counts.recipients()) {
            return counts.sent() == 1 ? "The letter has left" : "All " + letters + " have left";
        }
        return Words.number(counts.sent()) + " of " + letters + (counts.sent() == 1 ? " has left" : " have left");
    }
}
