package org.facteur.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.facteur.ledger.LedgerHistory.Grain;
import org.facteur.ledger.LedgerHistory.Run;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A time without attempts.
 *
 * @param reason as far as it is known; null where nothing tells it
 */
record Gap(Period period, @Nullable Reason reason) {

    /**
     * @param grains in any order
     * @param least shorter ones are no pauses
     */
    static List<Gap> between(List<Grain> grains, Duration least, List<Run> runs, List<Hold> holds) {
        List<Gap> pauses = new ArrayList<>();
        @Nullable Instant last = null;
        // Those of one slice overlap.
        for (Grain grain :
                grains.stream().sorted(Comparator.comparing(Grain::first)).toList()) {
            if (last != null && Duration.between(last, grain.first()).compareTo(least) >= 0) {
                Period period = new Period(last, grain.first());
                pauses.add(new Gap(period, reason(period, runs, holds)));
            }
            last = last == null || grain.last().isAfter(last) ? grain.last() : last;
        }
        return pauses;
    }

    /** A run that ended there says why; else a limit that was full when the silence began. */
    private static @Nullable Reason reason(Period pause, List<Run> runs, List<Hold> holds) {
        for (Run run : runs) {
            Instant end = run.end();
            if (end != null && pause.contains(end) && run.reason() != null) {
                return run.reason();
            }
        }
        return holds.stream()
                .filter(hold -> hold.periods().stream().anyMatch(full -> full.contains(pause.from())))
                .max(Comparator.comparing(hold -> hold.rule().window()))
                .map(hold -> hold.rule().reached())
                .orElse(null);
    }
}
