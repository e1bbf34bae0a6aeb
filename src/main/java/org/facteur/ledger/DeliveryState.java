package org.facteur.ledger;

/** Where a recipient's letter stands. */
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

    /** Whether a run has still something to do about it. */
    public boolean isOpen() {
        return this == PENDING || this == DEFERRED || this == SENDING;
    }
}
