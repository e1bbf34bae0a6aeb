package org.facteur.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.facteur.ledger.LedgerHistory.Grain;

/** How long a bar of the timeline is, and which pauses its axis leaves out. */
final class Buckets {

    /** Bars at most, on a desk and on a phone. */
    static final int WIDE = 150;

    static final int NARROW = 72;

    private static final List<Duration> LENGTHS = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofDays(1),
            Duration.ofDays(7));

    /** A pause shorter than that is drawn as long as it was. */
    private static final Duration SHORTEST_BREAK = Duration.ofHours(2);

    /** A pause shorter than that part of the axis is drawn as long as it was. */
    private static final int SHARE = 30;

    private static final int MOST_BREAKS = 30;

    private Buckets() {}

    /** The shortest one that gives no more bars than that. */
    static Duration length(Timeline timeline, int bars) {
        long drawn = span(timeline).toMillis()
                - breaks(timeline).stream()
                        .mapToLong(pause -> pause.period().length().toMillis())
                        .sum();
        return LENGTHS.stream()
                .filter(length -> length.compareTo(timeline.slice()) >= 0)
                .filter(length -> drawn / length.toMillis() < bars)
                .findFirst()
                .orElse(LENGTHS.get(LENGTHS.size() - 1));
    }

    /** The pauses that would take up most of the axis: nights and weekends, most often. In order of time. */
    static List<Gap> breaks(Timeline timeline) {
        long drawn = span(timeline).toMillis();
        List<Gap> breaks = new ArrayList<>();
        for (Gap pause : timeline.pauses().stream()
                .sorted(Comparator.comparing((Gap one) -> one.period().length()).reversed())
                .limit(MOST_BREAKS)
                .toList()) {
            long length = pause.period().length().toMillis();
            if (length < SHORTEST_BREAK.toMillis() || length < drawn / SHARE) {
                break;
            }
            drawn -= length;
            breaks.add(pause);
        }
        breaks.sort(Comparator.comparing(pause -> pause.period().from()));
        return breaks;
    }

    private static Duration span(Timeline timeline) {
        List<Grain> grains = timeline.grains();
        if (grains.isEmpty()) {
            return Duration.ZERO;
        }
        Instant last = grains.stream().map(Grain::last).max(Instant::compareTo).orElseThrow();
        return Duration.between(grains.get(0).first(), last);
    }
}
