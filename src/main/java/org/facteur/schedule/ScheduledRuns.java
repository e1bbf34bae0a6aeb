package org.facteur.schedule;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.facteur.campaign.Campaign;
import org.facteur.dispatch.Stop;
import org.facteur.home.HomeException;
import org.facteur.job.RunResult;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Mendable;
import org.facteur.reason.Reason;
import org.facteur.reason.Reasoned;
import org.facteur.report.CampaignStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a job whenever it is due, one run after the other, until it is asked to stop. A run that fails is told of and is no end. */
public final class ScheduledRuns {

    private static final Logger LOG = LoggerFactory.getLogger(ScheduledRuns.class);

    // The clock may leap, when a machine wakes or is set right: it is looked at again and again. A request to stop is
    // seen as soon.
    private final Schedule schedule;
    private final Job job;
    private final Timing timing;
    private final Stop stop;
    private final RunMonitor monitor;
    private final Consumer<LastRun> onlooker;

    /** What is started; both may throw what {@code facteur run} would end with. */
    public interface Job {
        /** Read again for each run, so that it can be changed in between. */
        Campaign load();

        RunResult run(Campaign campaign, Stop stop);
    }

    /** @param onlooker is told how each run went */
    public ScheduledRuns(
            Schedule schedule, Job job, Timing timing, Stop stop, RunMonitor monitor, Consumer<LastRun> onlooker) {
        this.schedule = schedule;
        this.job = job;
        this.timing = timing;
        this.stop = stop;
        this.monitor = monitor;
        this.onlooker = onlooker;
    }

    /**
     * Returns when a stop is requested, or nothing will ever be due again.
     *
     * @param since what fell due before is no longer looked at
     */
    public void keep(Instant since) throws InterruptedException {
        Optional<Instant> due = schedule.next(since);
        while (due.isPresent() && waitFor(due.get())) {
            Instant startedAt = timing.instant();
            monitor.waitsFor(schedule.next(startedAt).orElse(null));
            LastRun run = run(startedAt);
            due = schedule.following(startedAt, run.endedAt());
            monitor.ends(run);
            onlooker.accept(run);
        }
        monitor.waitsFor(null);
    }

    /** False when a stop is requested. */
    private boolean waitFor(Instant due) throws InterruptedException {
        monitor.waitsFor(due);
        return stop.waitUntil(due, timing);
    }

    private LastRun run(Instant startedAt) {
        try {
            Campaign campaign = job.load();
            monitor.begins(campaign.name(), campaign.home().status(), startedAt);
            // A run has a stop of its own: what ends it must not end the schedule.
            RunResult result = job.run(campaign, stop.forOneRun());
            CampaignStatus status = result.status();
            Reason said = status.reason() == null
                    ? ScheduleReason.ENDED.of(status.campaign(), status.state())
                    : ScheduleReason.ENDED_WHY.of(status.campaign(), status.state(), status.reason());
            return new LastRun(startedAt, timing.instant(), result.exitCode(), said, result.status());
        } catch (RuntimeException e) {
            Throwable cause = Mendable.causeOf(HomeException.explain(e));
            int exitCode = Mendable.exitCodeOf(cause);
            if (exitCode == ExitCodes.SOFTWARE) {
                LOG.error("a bug of ours", e);
            }
            return new LastRun(startedAt, timing.instant(), exitCode, Reasoned.of(cause), null);
        }
    }
}
