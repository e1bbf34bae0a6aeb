package org.facteur.report;

import java.util.List;
import org.facteur.ledger.DeliveryState;

/** Which letters a report lists one by one. */
final class ReportLists {

    /** What the owner may have to see to, before what a run goes on with by itself. Those never tried are only counted. */
    static final List<DeliveryState> UNSENT = List.of(
            DeliveryState.IN_DOUBT,
            DeliveryState.REFUSED,
            DeliveryState.EXPIRED,
            DeliveryState.DEFERRED,
            DeliveryState.SENDING);

    private ReportLists() {}
}
