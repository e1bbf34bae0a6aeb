package org.facteur.schedule;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The schedule in figures. Times are seconds since 1970, and absent (NaN) where there is none. */
final class MailingMetrics implements MeterBinder {

    private static final List<String> STATES = List.of(
            "pending",
            "sending",
            "sent",
            "deferred",
            "refused",
            "expired",
            "inDoubt",
            "invalid",
            "duplicate",
            "suppressed");

    private final RunMonitor monitor;

    MailingMetrics(RunMonitor monitor) {
        this.monitor = monitor;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (String state : STATES) {
            Gauge.builder("facteur.letters", monitor, seen -> letters(seen, state))
                    .tags(Tags.of("state", state))
                    .description("Rows of the campaign by where they stand")
                    .register(registry);
        }
        Gauge.builder("facteur.letters.per.minute", monitor, seen -> seen.view().lettersPerMinute())
                .description("Letters sent a minute in the running run, else in the last one")
                .register(registry);
        MultiGauge carried = MultiGauge.builder("facteur.worker.letters")
                .description("Letters that a worker has carried for the running run, else for the last one")
                .register(registry);
        monitor.onWorkers(workers -> carried.register(
                workers.stream()
                        .map(worker -> MultiGauge.Row.of(Tags.of("worker", worker.name()), worker.letters()))
                        .toList(),
                true));
        Gauge.builder("facteur.running", monitor, seen -> seen.view().runningSince() == null ? 0 : 1)
                .description("Whether a run is going on")
                .register(registry);
        Gauge.builder("facteur.last.run.exit.code", monitor, seen -> {
                    LastRun last = seen.view().last();
                    return last == null ? Double.NaN : last.exitCode();
                })
                .description("What facteur run would have ended with")
                .register(registry);
        time(registry, "facteur.last.run.start.time", "When the last run began", view -> {
            LastRun last = view.last();
            return last == null ? null : last.startedAt();
        });
        time(registry, "facteur.last.run.end.time", "When the last run ended", view -> {
            LastRun last = view.last();
            return last == null ? null : last.endedAt();
        });
        time(registry, "facteur.next.run.time", "When the next run is due", RunMonitor.View::next);
        FunctionCounter.builder("facteur.runs", monitor, seen -> seen.view().runs())
                .description("Runs that have ended")
                .register(registry);
        FunctionCounter.builder(
                        "facteur.runs.failed", monitor, seen -> seen.view().failures())
                .description("Runs that failed")
                .register(registry);
    }

    private static double letters(RunMonitor monitor, String state) {
        Long count = monitor.view().letters().get(state);
        return count == null ? Double.NaN : count;
    }

    private void time(
            MeterRegistry registry,
            String name,
            String description,
            Function<RunMonitor.View, @Nullable Instant> instant) {
        TimeGauge.builder(name, monitor, TimeUnit.MILLISECONDS, seen -> {
                    Instant time = instant.apply(seen.view());
                    return time == null ? Double.NaN : time.toEpochMilli();
                })
                .description(description)
                .register(registry);
    }
}
