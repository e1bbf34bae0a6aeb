package org.facteur.dispatch.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.facteur.pace.Pace;
import org.facteur.pace.WarmUp;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/** A run in simulated time: chunk, pause, chunk, each letter as soon as it may go. */
final class Simulation {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Reason CONNECTIONS = QueueReason.CONNECTIONS.of();
    private static final Reason PAUSES = QueueReason.PAUSES.of();

    private record Flight(Choice.Send send, Instant end) {}

    private final Dispatcher dispatcher;
    private final Pace pace;
    private final Duration perLetter;
    private final Duration pause;
    /** In the order in which they end, since all take the same time. */
    private final ArrayDeque<Flight> flights = new ArrayDeque<>();

    private final Map<Reason, Long> waited = new HashMap<>();
    private final List<Plan.Period> periods = new ArrayList<>();
    private Instant now;
    private int letters;
    private int usedBefore;
    private @Nullable Instant warmUpDay;
    private @Nullable Instant periodStart;
    private Instant lastEnd = Instant.MIN;
    private int inPeriod;

    Simulation(Dispatcher dispatcher, Pace pace, Duration perLetter, Instant from, int usedBefore) {
        this.dispatcher = dispatcher;
        this.pace = pace;
        this.perLetter = perLetter;
        this.now = from;
        this.usedBefore = usedBefore;
        this.pause = pace.pause().draw(0.5);
    }

    Plan run() {
        boolean more = true;
        while (more) {
            more = chunk();
            while (!flights.isEmpty()) {
                waitUntil(flights.getFirst().end(), CONNECTIONS);
            }
            // None after the last letter, as in a run.
            if (more && dispatcher.queued() > 0) {
                waitUntil(now.plus(pause), PAUSES);
            }
        }
        closePeriod();
        return new Plan(letters, periods, dispatcher.queued() == 0 ? now : Instant.MAX, longestWait());
    }

    /** False when nothing is left that can ever be sent. */
    private boolean chunk() {
        for (int sent = 0; sent < pace.chunk(); ) {
            warmUp();
            dispatcher.startChunk(now);
            Choice choice = dispatcher.next(now, now);
            if (choice instanceof Choice.Send send) {
                begin(send);
                sent++;
            } else if (choice instanceof Choice.Wait wait && !wait.until().equals(Instant.MAX)) {
                await(wait);
            } else if (choice instanceof Choice.Wait && !flights.isEmpty()) {
                waitUntil(flights.getFirst().end(), CONNECTIONS);
            } else {
                return false;
            }
        }
        return true;
    }

    private void begin(Choice.Send send) {
        for (Optional<Opening> closed = dispatcher.tryBegin(send, now);
                closed.isPresent();
                closed = dispatcher.tryBegin(send, now)) {
            Instant at = closed.get().at();
            waitUntil(
                    at == null ? flights.getFirst().end() : at,
                    at == null ? CONNECTIONS : closed.get().limit());
        }
        flights.add(new Flight(send, now.plus(perLetter)));
        lastEnd = now.plus(perLetter);
        periodStart = periodStart == null ? now : periodStart;
        warmUpDay = warmUpDay == null ? now : warmUpDay;
        inPeriod++;
        letters++;
    }

    private void await(Choice.Wait wait) {
        Instant until = wait.until();
        Instant idle = lastEnd.isAfter(now) ? lastEnd : now;
        if (Duration.between(idle, until).compareTo(pace.patience()) > 0) {
            closePeriod();
        }
        // Nothing opens earlier because a flight ends: the forecast took all of them for ended. The warm-up's next day
        // may come before.
        if (pace.warmUp() != null && warmUpDay != null && until.isAfter(warmUpDay.plus(DAY))) {
            until = warmUpDay.plus(DAY);
        }
        waitUntil(until, wait.limit());
    }

    private void warmUp() {
        WarmUp warmUp = pace.warmUp();
        if (warmUp != null && warmUpDay != null && !now.isBefore(warmUpDay.plus(DAY))) {
            usedBefore++;
            warmUpDay = null;
            dispatcher.campaign().replace(warmUp.limit(usedBefore));
        }
    }

    private void waitUntil(Instant time, Reason limit) {
        Instant until = time.isAfter(now) ? time : now;
        waited.merge(limit, Duration.between(now, until).toMillis(), Long::sum);
        now = until;
        while (!flights.isEmpty() && !flights.getFirst().end().isAfter(now)) {
            Flight flight = flights.removeFirst();
            dispatcher.end(flight.send(), flight.end(), true);
        }
    }

    private void closePeriod() {
        if (periodStart != null) {
            periods.add(new Plan.Period(periodStart, lastEnd, inPeriod));
            periodStart = null;
            inPeriod = 0;
        }
    }

    private @Nullable Reason longestWait() {
        return waited.entrySet().stream()
                .filter(wait -> wait.getValue() > 0)
                .max(Map.Entry.<Reason, Long>comparingByValue()
                        .thenComparing(wait -> wait.getKey().toString(), Comparator.reverseOrder()))
                .map(Map.Entry::getKey)
                .orElse(null);
    }
}
