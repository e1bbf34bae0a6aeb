package org.facteur.ledger;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Where a recipient's letter stands, and where it may go from there: whatever writes a state asks {@link #mayBecome}. */
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

    /** A letter passes through {@link #SENDING}, or is refused or put off before the seal; what was sent stays so. */
    private Set<DeliveryState> next() {
        return switch (this) {
            case PENDING, DEFERRED -> EnumSet.of(SENDING, DEFERRED, REFUSED, EXPIRED);
            case SENDING -> EnumSet.of(PENDING, SENT, DEFERRED, REFUSED, EXPIRED, IN_DOUBT);
            case IN_DOUBT -> EnumSet.of(PENDING, SENT);
            // Put back by the owner, or since the fault was ours.
            case REFUSED, EXPIRED -> EnumSet.of(PENDING);
            case SENT -> EnumSet.noneOf(DeliveryState.class);
        };
    }

    public boolean mayBecome(DeliveryState state) {
        return next().contains(state);
    }

    /** The states that may become this one. */
    Set<DeliveryState> before() {
        Set<DeliveryState> before = EnumSet.noneOf(DeliveryState.class);
        for (DeliveryState state : values()) {
            if (state.mayBecome(this)) {
                before.add(state);
            }
        }
        return before;
    }

    /** SQL's condition for a letter in one of them. By {@code IN} HSQLDB would fill a table for each statement. */
    static String isOneOf(Set<DeliveryState> states) {
        return states.stream().map(state -> "state = '" + state + "'").collect(Collectors.joining(" OR ", "(", ")"));
    }

    /** Of letters that are still to be sent, as SQL compares a column with it. */
    static String listOfWaiting() {
        return list(EnumSet.of(PENDING, DEFERRED));
    }

    /** As SQL compares a column with it. */
    static String list(Set<DeliveryState> states) {
        return states.stream().map(state -> "'" + state + "'").collect(Collectors.joining(", ", "(", ")"));
    }

    /**
     * @throws IllegalStateException when a letter in this state does not get into that one
     */
    void require(DeliveryState state) {
        if (!mayBecome(state)) {
            throw new IllegalStateException("a letter that is " + this + " does not become " + state);
        }
    }

    /** Whether a run has still something to do about it. */
    public boolean isOpen() {
        return this == PENDING || this == DEFERRED || this == SENDING;
    }
}
