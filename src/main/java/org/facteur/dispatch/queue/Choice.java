package org.facteur.dispatch.queue;

import java.time.Instant;
import org.facteur.reason.Reason;

/** What a dispatcher would do next. */
public sealed interface Choice {

    /**
     * This letter, through this lane.
     *
     * @param id as it was added
     * @param at when it may leave by forecast; now or later
     * @param deferred whether it was tried before
     * @param dueAt as it was added, epoch milliseconds
     * @param queue where it came from, for {@link Dispatcher#putBack}
     */
    record Send(long id, int group, int lane, Instant at, boolean deferred, long dueAt, int queue) implements Choice {}

    /**
     * Nothing can go before.
     *
     * @param until {@link Instant#MAX} when no time is known
     * @param limit what holds it back longest, such as {@code relay ecole: 500/day}
     * @param reason the same as a sentence, such as {@code relay ecole: 500/day reached}
     */
    record Wait(Instant until, Reason limit, Reason reason) implements Choice {}

    /** Nothing is queued. */
    record Done() implements Choice {}
}
