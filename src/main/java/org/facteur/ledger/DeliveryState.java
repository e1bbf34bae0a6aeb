package org.facteur.ledger;

import java.util.EnumSet;
import java.util.Set;

/** Where a recipient's letter stands, and where it may go from there. */
public enum DeliveryState {
    /** Enlisted, not tried yet, or put back by the owner. */
    PENDING,
    /** Sealed: its final dot may be on the way. */
    SENDING,
    SENT,
    /** To be tried again at its time. */
    DEFERRED,
    /** Refused for good. */
    REFUSED,
    /** Deferred for too long. */
    EXPIRED,
    /** The relay may have it or not; held for the owner to decide. */
    IN_DOUBT;

    /** The states that may follow this one. */
    public Set<DeliveryState> next() {
        return switch (this) {
            case PENDING, DEFERRED -> EnumSet.of(SENDING, DEFERRED, REFUSED, EXPIRED);
            case SENDING -> EnumSet.of(SENT, DEFERRED, REFUSED, EXPIRED, IN_DOUBT, PENDING);
            case IN_DOUBT -> EnumSet.of(SENT, PENDING);
            case SENT, REFUSED, EXPIRED -> EnumSet.noneOf(DeliveryState.class);
        };
    }

    /** Whether a run has still something to do about it. */
    public boolean isOpen() {
        return this == PENDING || this == DEFERRED || this == SENDING;
    }
}
