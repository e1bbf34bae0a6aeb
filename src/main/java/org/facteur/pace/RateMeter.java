package org.facteur.pace;

import java.time.Instant;

/** How many letters a minute are going somewhere, by a second's grain. Constant in size. */
public final class RateMeter {

    private static final int SECONDS = 60;

    private final int[] counts = new int[SECONDS];
    private final long[] seconds = new long[SECONDS];

    /** A letter was accepted. */
    public void count(Instant now) {
        int slot = slot(now.getEpochSecond());
        if (seconds[slot] != now.getEpochSecond()) {
            seconds[slot] = now.getEpochSecond();
            counts[slot] = 0;
        }
        counts[slot]++;
    }

    /** Letters in the last minute. */
    public int perMinute(Instant now) {
        int sum = 0;
        for (int slot = 0; slot < SECONDS; slot++) {
            boolean recent = seconds[slot] > now.getEpochSecond() - SECONDS && seconds[slot] <= now.getEpochSecond();
            sum += recent ? counts[slot] : 0;
        }
        return sum;
    }

    private static int slot(long second) {
        return (int) Math.floorMod(second, (long) SECONDS);
    }
}
