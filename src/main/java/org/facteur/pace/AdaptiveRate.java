package org.facteur.pace;

import java.time.Duration;

/**
 * How fast a relay is used that asked to slow down: at half its rate, then a tenth of what it had more with each minute of success,
 * until it is back. Two plain numbers, so that the ledger can keep them over restarts.
 *
 * @param perMinute letters a minute
 * @param full letters a minute when it was first slowed down; the same as {@code perMinute}: no spacing
 */
public record AdaptiveRate(double perMinute, double full) {

    /** Not slowed down. */
    public static final AdaptiveRate UNLIMITED = new AdaptiveRate(0, 0);

    private static final double SLOWEST = 1;
    private static final double REGAINED_A_MINUTE = 0.1;

    public AdaptiveRate {
        if (!(perMinute >= 0) || !(full >= perMinute) || Double.isInfinite(full)) {
            throw new IllegalArgumentException("no rate: " + perMinute + " of " + full + " a minute");
        }
    }

    public boolean isSlowed() {
        return perMinute < full;
    }

    /**
     * The relay asked to slow down. Never slower than one letter a minute.
     *
     * @param current letters a minute that were going there; not asked for when it is slowed down already
     */
    public AdaptiveRate throttled(double current) {
        double had = isSlowed() ? full : Math.max(current, 2 * SLOWEST);
        double rate = isSlowed() ? perMinute : had;
        return new AdaptiveRate(Math.max(SLOWEST, rate / 2), had);
    }

    /**
     * A letter was accepted.
     *
     * @param since the last one, or the throttling; counts as a minute at most, so that a pause is no success
     */
    public AdaptiveRate succeeded(Duration since) {
        if (!isSlowed()) {
            return this;
        }
        double minutes = Math.min(1, Math.max(0, since.toMillis() / 60_000.0));
        double rate = perMinute + full * REGAINED_A_MINUTE * minutes;
        return rate < full ? new AdaptiveRate(rate, full) : UNLIMITED;
    }

    /** Least time between two letters; zero when it is not slowed down. */
    public Duration spacing() {
        return isSlowed() ? Duration.ofMillis((long) Math.ceil(60_000 / perMinute)) : Duration.ZERO;
    }
}
