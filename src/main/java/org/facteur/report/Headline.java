package org.facteur.report;

import org.facteur.ledger.Counts;

/** The report in one sentence. */
final class Headline {

    private Headline() {}

    /** @param rehearsal whether letters went into the sandbox only */
    static String of(CampaignStatus status, boolean rehearsal, ReportWords words) {
        Counts counts = status.counts();
        if (status.rows() == 0) {
            return words.of("headline.nothing");
        } else if (counts.recipients() == 0) {
            return words.of("headline.nobody");
        } else if (rehearsal) {
            return counts.sent() == counts.recipients()
                    ? words.of("headline.rehearsal", counts.sent())
                    : words.of("headline.rehearsal.some", counts.sent(), counts.recipients());
        } else if (counts.sent() == counts.recipients()) {
            return words.of("headline.all", counts.sent());
        } else if (counts.recipients() == 1) {
            return words.of("headline.notYet");
        }
        return words.of("headline.some", counts.sent(), counts.recipients());
    }
}
