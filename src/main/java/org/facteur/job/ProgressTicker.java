package org.facteur.job;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.facteur.campaign.Campaign;
import org.facteur.dispatch.Dispatch;
import org.facteur.dispatch.Forecast;
import org.facteur.dispatch.queue.Opening;
import org.facteur.job.run.RunCounts;
import org.facteur.job.run.RunObserver;
import org.facteur.job.run.RunProgress;
import org.facteur.job.send.Head;
import org.facteur.ledger.CampaignState;
import org.facteur.ledger.Counts;
import org.facteur.ledger.ReturnHistory;
import org.facteur.pace.Timing;
import org.facteur.report.CampaignStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks once a second how the run goes, and whenever the plan is made again, and tells its observers. */
final class ProgressTicker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProgressTicker.class);

    private final Campaign campaign;
    private final ReturnHistory returns;
    private final RunCounts counts;
    private final Dispatch dispatch;
    private final Forecast forecast;
    private final Timing timing;
    private final Head head;
    private volatile List<RunObserver> observers = List.of();

    /** Mailboxes are read before a run, not during it; null: not counted yet. */
    private @Nullable Map<String, Long> returned;

    private final ScheduledExecutorService beat = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "status");
        thread.setDaemon(true);
        return thread;
    });

    ProgressTicker(
            Campaign campaign,
            ReturnHistory returns,
            RunCounts counts,
            Dispatch dispatch,
            Forecast forecast,
            Timing timing,
            Head head) {
        this.campaign = campaign;
        this.returns = returns;
        this.counts = counts;
        this.dispatch = dispatch;
        this.forecast = forecast;
        this.timing = timing;
        this.head = head;
    }

    // The beat ends with close(); nobody asks how it went.
    @SuppressWarnings("FutureReturnValueIgnored")
    void start(List<RunObserver> told) {
        observers = List.copyOf(told);
        // A run that is over within the second tells its plan all the same.
        forecast.onLook(() -> beat.execute(this::tell));
        beat.scheduleWithFixedDelay(this::tell, 0, 1, TimeUnit.SECONDS);
    }

    private void tell() {
        try {
            RunProgress progress = progress();
            observers.forEach(observer -> tell(observer, progress));
        } catch (RuntimeException e) {
            // Such as a count that the database gave up: the next stage counts again.
            LOG.debug("the run cannot be looked at", e);
        }
    }

    private static void tell(RunObserver observer, RunProgress progress) {
        try {
            observer.at(progress);
        } catch (RuntimeException e) {
            // Onlookers miss a beat; the ledger decides.
            LOG.debug("a look at the run failed", e);
        }
    }

    private RunProgress progress() {
        Instant now = timing.instant();
        Counts stand = counts.counts();
        Map<String, Long> cameBack = returned == null ? returns.counts() : returned;
        returned = cameBack;
        Optional<Opening> waiting = dispatch.waitingFor();
        waiting.ifPresent(forecast::keepUpWhileWaiting);
        CampaignStatus status = new CampaignStatus(
                campaign.name(),
                CampaignState.RUNNING,
                waiting.map(Opening::reason).orElse(null),
                waiting.map(Opening::at).orElse(null),
                stand.sum(),
                stand,
                forecast.latest().orElse(null),
                cameBack,
                head.workers());
        return new RunProgress(now, counts.stage(), counts.rowsRead(), status, counts.perMinute(now), dispatch.usage());
    }

    @Override
    public void close() {
        forecast.onLook(() -> {});
        // The beat ends with it; a look that was asked for is still taken.
        beat.shutdown();
        try {
            // What comes after a run must not be overtaken by a last look at it.
            if (!beat.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.debug("a look at the run goes on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
