package org.facteur.report;

import java.util.ArrayList;
import java.util.List;
import org.facteur.contact.Exclusion;
import org.facteur.ledger.Counts;
import org.facteur.ledger.DeliveryState;

/**
 * A term of the sum that the rows are.
 *
 * @param key of its name
 * @param style its colour, as the style sheet calls it
 */
record SumTerm(String key, long count, String style) {

    private static final List<DeliveryState> ORDER = List.of(
            DeliveryState.SENT,
            DeliveryState.PENDING,
            DeliveryState.SENDING,
            DeliveryState.DEFERRED,
            DeliveryState.REFUSED,
            DeliveryState.EXPIRED,
            DeliveryState.IN_DOUBT);

    static List<SumTerm> of(CampaignStatus status) {
        Counts counts = status.counts();
        List<SumTerm> terms = new ArrayList<>();
        ORDER.forEach(
                state -> terms.add(new SumTerm("state." + state, States.count(counts, state), States.style(state))));
        for (Exclusion.Kind reason : Exclusion.Kind.values()) {
            long count = switch (reason) {
                case INVALID -> counts.invalid();
                case DUPLICATE -> counts.duplicate();
                case SUPPRESSED -> counts.suppressed();
            };
            terms.add(new SumTerm("state." + reason, count, "excluded"));
        }
        return terms;
    }
}
