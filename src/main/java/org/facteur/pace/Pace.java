package org.facteur.pace;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How fast a campaign goes.
 *
 * @param chunk letters, then a pause; 1 to 10,000
 * @param limits of the campaign; a relay has its own
 * @param perDomain limits by recipient domain or provider name; {@code *} for every other
 * @param window null: at any hour
 * @param patience longest wait inside a run before it pauses; zero: none
 * @param warmUp null: none
 */
public record Pace(
        int chunk,
        Pause pause,
        List<Limit> limits,
        Map<String, List<Limit>> perDomain,
        @Nullable SendingWindow window,
        Duration patience,
        @Nullable WarmUp warmUp) {}
