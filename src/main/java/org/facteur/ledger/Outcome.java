package org.facteur.ledger;

import java.time.Instant;
import org.facteur.reason.Reason;
import org.facteur.verdict.Category;

/** What became of an attempt. Each keeps what the server said, or what happened where it said nothing. */
public sealed interface Outcome {

    Category category();

    Reason reply();

    /** Where it leaves the letter. */
    DeliveryState state();

    record Sent(Category category, Reason reply) implements Outcome {
        @Override
        public DeliveryState state() {
            return DeliveryState.SENT;
        }
    }

    /**
     * Not sent, to be tried again.
     *
     * @param bound whether it is to come back to the same relay
     * @param usesAttempt whether it counts against {@code retry}; not when the fault is not the recipient's
     */
    record Deferred(Instant until, Category category, Reason reply, boolean bound, boolean usesAttempt)
            implements Outcome {
        @Override
        public DeliveryState state() {
            return DeliveryState.DEFERRED;
        }
    }

    record Refused(Category category, Reason reply) implements Outcome {
        @Override
        public DeliveryState state() {
            return DeliveryState.REFUSED;
        }
    }

    /** Deferred once too often or for too long. */
    record Expired(Category category, Reason reply) implements Outcome {
        @Override
        public DeliveryState state() {
            return DeliveryState.EXPIRED;
        }
    }

    record InDoubt(Category category, Reason reply) implements Outcome {
        @Override
        public DeliveryState state() {
            return DeliveryState.IN_DOUBT;
        }
    }
}
