package org.facteur.pace;

/**
 * A young sender starts small: the first day's limit, multiplied each day it was used.
 *
 * @param start the first day's limit; a day's
 * @param growth factor a day, more than 1
 */
public record WarmUp(Limit start, double growth) {

    private static final int MOST = 10_000_000;

    public WarmUp {
        if (!(growth > 1) || Double.isInfinite(growth)) {
            throw new IllegalArgumentException("a warm-up grows by a factor of more than 1, not " + growth);
        }
    }

    /**
     * The limit of a day, rounded down, 10,000,000 at most.
     *
     * @param usedBefore days on which something was sent before it, 0 or more
     */
    public Limit limit(int usedBefore) {
        double count = start.count() * Math.pow(growth, usedBefore);
        return new Limit((int) Math.min(MOST, count), start.window());
    }
}
