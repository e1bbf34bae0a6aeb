package org.facteur.ledger;

import java.time.Instant;
import org.facteur.reason.Reason;
import org.facteur.verdict.Category;

/** What became of an attempt. Each keeps what the server said, or what happened where it said nothing. */
public sealed interface Outcome {

    Category category();

    Reason reply();

    record Sent(Category category, Reason reply) implements Outcome {}

    /**
     * Not sent, to be tried again.
     *
     * @param bound whether it is to come back to the same relay
     * @param usesAttempt whether it counts against {@code retry}; not when the fault is not the recipient's
     */
    record Deferred(Instant until, Category category, Reason reply, boolean bound, boolean usesAttempt)
            implements Outcome {}

    record Refused(Category category, Reason reply) implements Outcome {}

    /** Deferred once too often or for too long. */
    record Expired(Category category, Reason reply) implements Outcome {}

    record InDoubt(Category category, Reason reply) implements Outcome {}

    default DeliveryState state() {
        if (this instanceof Sent) {
            return DeliveryState.SENT;
        } else if (this instanceof Deferred) {
            return DeliveryState.DEFERRED;
        } else if (this instanceof Refused) {
            return DeliveryState.REFUSED;
        } else if (this instanceof Expired) {
            return DeliveryState.EXPIRED;
        }
        return DeliveryState.IN_DOUBT;
    }
}
