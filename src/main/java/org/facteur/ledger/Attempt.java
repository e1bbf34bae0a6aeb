package org.facteur.ledger;

import org.facteur.address.Domain;
import org.facteur.ledger.store.LedgerException;
import org.facteur.relay.RelayName;

/**
 * One SMTP transaction for one recipient, from its opening on.
 *
 * @param id unique over the ledger
 * @param deliveryId {@link #NO_DELIVERY} for an errand: a letter to somebody other than a recipient
 * @param account what quotas are counted by
 */
public record Attempt(long id, long deliveryId, String campaign, Domain domain, RelayName relay, String account) {

    /** Those of recipients are 1 or more. */
    static final long NO_DELIVERY = 0;

    /** What statements about it must not overtake each other for. */
    Object about() {
        return isErrand() ? -id : deliveryId;
    }

    /** A record that finds no letter in the state it expects would be about a letter sent twice or lost. */
    LedgerException unexpected() {
        return LedgerException.unwritable(LedgerReason.STATE.of(deliveryId, id), null);
    }

    boolean isErrand() {
        return deliveryId == NO_DELIVERY;
    }
}
