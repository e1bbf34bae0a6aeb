package org.facteur.ledger;

import java.time.Instant;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A recipient domain, or a mail provider with all its domains, that asked to slow down; kept over restarts and campaigns.
 *
 * @param pauses in a row; 0: it is itself again
 */
public record ProviderState(
        String provider,
        Instant closedUntil,
        int pauses,
        @Nullable Reason reason) {}
