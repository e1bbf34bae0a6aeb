package org.facteur.report;

import java.util.List;
import org.facteur.ledger.Counts;
import org.facteur.ledger.DeliveryState;

/** A letter's states as reports count and call them. */
final class States {

    /**
     * Letters that a report lists one by one: what the owner may have to see to, before what a run goes on with by itself. Those never tried are
     * only counted.
     */
    static final List<DeliveryState> LISTED = List.of(
            DeliveryState.IN_DOUBT,
            DeliveryState.REFUSED,
            DeliveryState.EXPIRED,
            DeliveryState.DEFERRED,
            DeliveryState.SENDING);

    private States() {}

    static long count(Counts counts, DeliveryState state) {
        return switch (state) {
            case PENDING -> counts.pending();
            case SENDING -> counts.sending();
            case SENT -> counts.sent();
            case DEFERRED -> counts.deferred();
            case REFUSED -> counts.refused();
            case EXPIRED -> counts.expired();
            case IN_DOUBT -> counts.inDoubt();
        };
    }

    /** Its colour, as the style sheet calls it. */
    static String style(DeliveryState state) {
        return switch (state) {
            case PENDING -> "pending";
            case SENDING -> "sending";
            case SENT -> "sent";
            case DEFERRED -> "deferred";
            case REFUSED -> "refused";
            case EXPIRED -> "expired";
            case IN_DOUBT -> "doubt";
        };
    }

    /** As {@code status --json} calls it. */
    static String key(DeliveryState state) {
        return state == DeliveryState.IN_DOUBT ? "inDoubt" : style(state);
    }
}
