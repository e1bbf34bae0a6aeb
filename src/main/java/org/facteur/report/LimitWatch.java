package org.facteur.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.facteur.ledger.LedgerHistory.Use;
import org.jspecify.annotations.Nullable;

/** Finds when a limit's window was full, from attempts counted by slices of time. Pure. */
final class LimitWatch {

    /** Windows of so few slices are told by whole slices only: the one that slips in at the edge would weigh too much. */
    private static final int FEW = 5;

    /** Periods closer together than this part of the window are one. */
    private static final int SEAM = 6;

    private final LimitRule rule;
    private final Duration reach;
    private final List<Period> periods = new ArrayList<>();
    private final ArrayDeque<Use> window = new ArrayDeque<>();
    private long attempts;
    private @Nullable Instant full;

    private LimitWatch(LimitRule rule, Duration reach) {
        this.rule = rule;
        this.reach = reach;
    }

    /**
     * @param use in order of time
     * @param slice length of each
     * @param end what is looked at ends here
     * @return empty where the limit was never reached, or its window is shorter than a slice
     */
    static Optional<Hold> of(LimitRule rule, List<Use> use, Duration slice, Instant end) {
        if (rule.window().compareTo(slice) < 0) {
            return Optional.empty();
        }
        // A window seldom begins with a slice: one more is looked at, so that a full window is not missed.
        Duration reach = rule.window().dividedBy(slice) < FEW
                ? rule.window()
                : rule.window().plus(slice);
        LimitWatch watch = new LimitWatch(rule, reach);
        use.forEach(now -> watch.look(now, slice));
        watch.end(end);
        return watch.periods.isEmpty() ? Optional.empty() : Optional.of(new Hold(rule, List.copyOf(watch.periods)));
    }

    private void look(Use now, Duration slice) {
        // Between two slices with attempts a window empties by itself.
        close(now.at());
        window.add(now);
        attempts += now.attempts();
        Instant begins = now.at().plus(slice).minus(reach);
        while (window.getFirst().at().isBefore(begins)) {
            attempts -= window.removeFirst().attempts();
        }
        if (attempts >= rule.count() && full == null) {
            full = now.at();
        } else if (attempts < rule.count() && full != null) {
            add(new Period(full, now.at()));
            full = null;
        }
    }

    private void close(Instant latest) {
        if (full == null) {
            return;
        }
        Instant emptied = emptied();
        if (emptied.isBefore(latest)) {
            add(new Period(full, emptied));
            full = null;
        }
    }

    private void end(Instant end) {
        close(end);
        if (full != null) {
            add(new Period(full, end));
        }
    }

    /** A flow at the limit looks now and then as if it were just below, seen in slices: that is one period. */
    private void add(Period period) {
        int last = periods.size() - 1;
        Duration seam = rule.window().dividedBy(SEAM);
        if (last >= 0 && !periods.get(last).to().plus(seam).isBefore(period.from())) {
            periods.set(last, new Period(periods.get(last).from(), period.to()));
        } else {
            periods.add(period);
        }
    }

    /** When enough of the window's attempts have left it for another one to go. */
    private Instant emptied() {
        long left = attempts;
        for (Use use : window) {
            left -= use.attempts();
            if (left < rule.count()) {
                return use.at().plus(reach);
            }
        }
        throw new IllegalStateException("a window without attempts is not full");
    }
}
