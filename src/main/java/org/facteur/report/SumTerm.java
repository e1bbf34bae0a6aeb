package org.facteur.report;

import java.util.List;
import org.facteur.ledger.Counts;

/**
 * A term of the sum that the rows are.
 *
 * @param style its colour, as the style sheet calls it
 */
record SumTerm(String name, long count, String style) {

    static List<SumTerm> of(CampaignStatus status) {
        Counts counts = status.counts();
        return List.of(
                new SumTerm("sent", counts.sent(), "sent"),
                new SumTerm("pending", counts.pending(), "pending"),
                new SumTerm("sending", counts.sending(), "sending"),
                new SumTerm("deferred", counts.deferred(), "deferred"),
                new SumTerm("refused", counts.refused(), "refused"),
                new SumTerm("expired", counts.expired(), "expired"),
                new SumTerm("in doubt", counts.inDoubt(), "doubt"),
                new SumTerm("invalid", counts.invalid(), "excluded"),
                new SumTerm("duplicate", counts.duplicate(), "excluded"),
                new SumTerm("suppressed", counts.suppressed(), "excluded"));
    }
}
