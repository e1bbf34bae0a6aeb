package org.facteur.ledger;

import java.time.Instant;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * How a relay's account fares, kept over restarts and campaigns.
 *
 * @param closedUntil null: open
 * @param reason why it is closed, or was
 * @param rate letters a minute it is slowed down to; the same as {@code fullRate}: not slowed down
 * @param fullRate letters a minute it had before
 * @param connections at most; 0: as many as the job file says
 * @param failures connections that failed in a row
 */
public record RelayState(
        String account,
        @Nullable Instant closedUntil,
        @Nullable Reason reason,
        double rate,
        double fullRate,
        int connections,
        int failures,
        Instant updatedAt) {}
