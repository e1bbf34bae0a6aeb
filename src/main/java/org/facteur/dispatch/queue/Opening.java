package org.facteur.dispatch.queue;

import java.time.Instant;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Until when something is closed, and by what.
 *
 * @param at when it opens; null: as soon as one of the running attempts ends
 * @param limit what holds it back, such as {@code relay ecole: 500/day}
 * @param reason the same as a sentence for the user, such as {@code relay ecole: 500/day reached}
 */
public record Opening(@Nullable Instant at, Reason limit, Reason reason) {}
