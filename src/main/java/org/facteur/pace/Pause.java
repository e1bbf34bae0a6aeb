package org.facteur.pace;

import java.time.Duration;

/**
 * A rest between two chunks, drawn from a range.
 *
 * @param shortest zero or more
 * @param longest not less than the shortest; the same for a fixed pause
 */
public record Pause(Duration shortest, Duration longest) {

    public static final Pause NONE = new Pause(Duration.ZERO, Duration.ZERO);

    public Pause {
        if (shortest.isNegative() || longest.compareTo(shortest) < 0) {
            throw new IllegalArgumentException(
                    "a pause goes from the shorter to the longer, not " + shortest + " to " + longest);
        }
    }

    /**
     * @param draw 0 (the shortest) up to but not including 1
     */
    public Duration draw(double draw) {
        return shortest.plusNanos((long) (longest.minus(shortest).toNanos() * draw));
    }
}
