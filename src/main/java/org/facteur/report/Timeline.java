package org.facteur.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.facteur.ledger.DeliveryState;
import org.facteur.ledger.LedgerHistory.Grain;

/**
 * Attempts over time, with pauses and limits.
 *
 * @param slice length of a grain
 * @param grains in order of time
 */
record Timeline(Duration slice, List<Grain> grains, List<Gap> pauses, List<Hold> holds) {

    static final Timeline NONE = new Timeline(Duration.ofMinutes(1), List.of(), List.of(), List.of());

    private static final Duration SHORTEST_PAUSE = Duration.ofMinutes(5);

    /**
     * How finely a time of that length is looked at: fine enough to be drawn, and some ten thousand slices at most up to a year.
     */
    static Duration sliceFor(Duration span) {
        if (span.compareTo(Duration.ofHours(3)) <= 0) {
            return Duration.ofSeconds(1);
        } else if (span.compareTo(Duration.ofDays(30)) <= 0) {
            return Duration.ofMinutes(1);
        }
        return span.compareTo(Duration.ofDays(365)) <= 0 ? Duration.ofMinutes(15) : Duration.ofHours(1);
    }

    static Duration shortestPause(Duration slice) {
        Duration twice = slice.multipliedBy(2);
        return twice.compareTo(SHORTEST_PAUSE) > 0 ? twice : SHORTEST_PAUSE;
    }

    /** Attempts of one bar of the chart, by outcome. */
    record Bucket(Instant at, Map<DeliveryState, Long> outcomes) {

        long attempts() {
            return outcomes.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * The grains gathered into longer ones, those without attempts left out.
     *
     * @param length a multiple of the slice's
     * @param zone by whose clock they begin at full hours
     */
    List<Bucket> buckets(Duration length, ZoneId zone) {
        Map<Instant, Map<DeliveryState, Long>> buckets = new TreeMap<>();
        for (Grain grain : grains) {
            buckets.computeIfAbsent(floor(grain.at(), length, zone), at -> new EnumMap<>(DeliveryState.class))
                    .merge(grain.outcome(), grain.attempts(), Long::sum);
        }
        List<Bucket> list = new ArrayList<>();
        buckets.forEach((at, outcomes) -> list.add(new Bucket(at, outcomes)));
        return list;
    }

    /** The clock's last multiple of that length, such as the full hour. */
    static Instant floor(Instant time, Duration length, ZoneId zone) {
        long offset = zone.getRules().getOffset(time).getTotalSeconds() * 1000L;
        long wall = time.toEpochMilli() + offset;
        return Instant.ofEpochMilli(wall - Math.floorMod(wall, length.toMillis()) - offset);
    }
}
