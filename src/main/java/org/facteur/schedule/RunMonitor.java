package org.facteur.schedule;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.facteur.report.CampaignStatus;
import org.facteur.report.RunningStatus;
import org.facteur.report.WorkerStatus;
import org.jspecify.annotations.Nullable;

/** What onlookers may know of a schedule: the last run, the running one, the next. Safe for several threads. */
public final class RunMonitor {

    private final InstantSource clock;
    private @Nullable Instant next;
    private @Nullable Running running;
    private @Nullable LastRun last;
    private String campaign = "";
    private Map<String, Long> letters = Map.of();
    private Consumer<List<WorkerStatus>> onWorkers = workers -> {};
    private double lettersPerMinute;
    private long runs;
    private long failures;

    /** @param sentBefore null until the run's first word of itself */
    private record Running(
            Instant since, Path statusFile, @Nullable Long sentBefore) {}

    /** A moment's view. */
    public record View(
            @Nullable Instant next,
            @Nullable Instant runningSince,
            @Nullable LastRun last,
            String campaign,
            Map<String, Long> letters,
            double lettersPerMinute,
            long runs,
            long failures) {}

    public RunMonitor(InstantSource clock) {
        this.clock = clock;
    }

    /** Where the campaign stands before the first run. */
    public synchronized void knows(CampaignStatus status) {
        campaign = status.campaign();
        look(status, clock.instant());
    }

    /** @param told of the campaign's workers whenever they have been looked at */
    synchronized void onWorkers(Consumer<List<WorkerStatus>> told) {
        onWorkers = told;
    }

    synchronized void waitsFor(@Nullable Instant due) {
        next = due;
    }

    /** @param statusFile that the run writes while it is going on, see {@link org.facteur.home.Home#status} */
    synchronized void begins(String name, Path statusFile, Instant now) {
        if (!name.equals(campaign)) {
            campaign = name;
            letters = Map.of();
        }
        running = new Running(now, statusFile, letters.get("sent"));
    }

    synchronized void ends(LastRun run) {
        CampaignStatus status = run.status();
        if (status != null) {
            look(status, run.endedAt());
        }
        running = null;
        last = run;
        runs++;
        failures += run.failed() ? 1 : 0;
    }

    /** Where things stand now; a run that is going on is asked through its status file. */
    public synchronized View view() {
        if (running != null) {
            said(running.statusFile()).ifPresent(status -> look(status, clock.instant()));
        }
        return new View(
                next,
                running == null ? null : running.since(),
                last,
                campaign,
                letters,
                lettersPerMinute,
                runs,
                failures);
    }

    private static Optional<CampaignStatus> said(Path statusFile) {
        try {
            return RunningStatus.read(statusFile).map(RunningStatus::campaign);
        } catch (IOException e) {
            // What was known holds.
            return Optional.empty();
        }
    }

    private void look(CampaignStatus status, Instant now) {
        if (!campaign.equals(status.campaign())) {
            return;
        }
        letters = status.sumByState();
        onWorkers.accept(status.workers());
        Running run = running;
        if (run != null) {
            long sent = letters.getOrDefault("sent", 0L);
            Long before = run.sentBefore();
            if (before == null) {
                running = new Running(run.since(), run.statusFile(), sent);
            }
            double minutes = Duration.between(run.since(), now).toMillis() / 60_000.0;
            lettersPerMinute = before == null || minutes <= 0 ? 0 : (sent - before) / minutes;
        }
    }
}
