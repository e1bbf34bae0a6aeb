package org.facteur.dispatch;

import java.time.Duration;
import java.time.Instant;
import org.facteur.ledger.ProviderState;
import org.facteur.pace.Backoff;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * How a recipient domain, or a mail provider with all its domains, takes our letters. Pure.
 *
 * @param pauses in a row; 0: all is well
 * @param closedUntil in the past: open
 * @param reason why it was closed last; null where it never was
 * @param accepted letters since the last pause
 */
public record ProviderStanding(
        String provider,
        int pauses,
        Instant closedUntil,
        @Nullable Reason reason,
        int accepted) {

    /** Letters accepted after a pause until the domain is itself again. */
    private static final int TRUSTED_AGAIN = 10;

    public static ProviderStanding of(String provider) {
        return new ProviderStanding(provider, 0, Instant.EPOCH, null, 0);
    }

    public static ProviderStanding of(ProviderState kept) {
        return new ProviderStanding(
                kept.provider(),
                kept.pauses(),
                kept.closedUntil(),
                kept.reason() == null ? DispatchReason.ASKED.of(kept.provider()) : kept.reason(),
                0);
    }

    public ProviderState toState() {
        return new ProviderState(provider, closedUntil, pauses, reason);
    }

    /** After a pause one letter at a time. */
    int mostInFlight() {
        return pauses > 0 ? 1 : Integer.MAX_VALUE;
    }

    /**
     * It asked to slow down: half an hour, doubled each time up to four hours. Letters in flight that hear the same count as one.
     *
     * @param named the time it named; null where it named none
     */
    public ProviderStanding paused(@Nullable Duration named, Reason why, Instant now) {
        if (now.isBefore(closedUntil)) {
            return this;
        }
        Duration pause = named == null ? Backoff.OF_DOMAINS.pause(pauses + 1) : named;
        return new ProviderStanding(provider, pauses + 1, now.plus(pause), why, 0);
    }

    public ProviderStanding letterAccepted() {
        if (pauses == 0) {
            return this;
        }
        return accepted + 1 < TRUSTED_AGAIN
                ? new ProviderStanding(provider, pauses, closedUntil, reason, accepted + 1)
                : of(provider);
    }
}
