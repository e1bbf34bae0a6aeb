package org.facteur.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneId;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.facteur.campaign.Campaign;
import org.facteur.ledger.CampaignState;
import org.facteur.ledger.Counts;
import org.facteur.report.CampaignStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells other processes how the run goes: a file, replaced as a whole once a second. */
final class StatusFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StatusFile.class);

    private final Campaign campaign;
    private final Tally tally;
    private final Dispatch dispatch;
    private final Forecast forecast;
    private final ScheduledExecutorService beat = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "status");
        thread.setDaemon(true);
        return thread;
    });

    StatusFile(Campaign campaign, Tally tally, Dispatch dispatch, Forecast forecast) {
        this.campaign = campaign;
        this.tally = tally;
        this.dispatch = dispatch;
        this.forecast = forecast;
    }

    // The beat ends with close(); nobody asks how it went.
    @SuppressWarnings("FutureReturnValueIgnored")
    void start() {
        beat.scheduleWithFixedDelay(this::write, 0, 1, TimeUnit.SECONDS);
    }

    private void write() {
        Counts counts = tally.counts();
        var waiting = dispatch.waitingFor();
        CampaignStatus status = new CampaignStatus(
                campaign.name(),
                CampaignState.RUNNING,
                waiting.map(opening -> opening.reason()).orElse(null),
                null,
                counts.sum(),
                counts,
                forecast.latest().orElse(null));
        Path file = campaign.home().status();
        Path draft = file.resolveSibling("status.json.part");
        try {
            Files.writeString(draft, status.toJson(ZoneId.systemDefault()) + "\n");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            // Only onlookers miss it; the ledger decides.
            LOG.debug("no status file", e);
        }
    }

    @Override
    public void close() {
        beat.shutdownNow();
        try {
            Files.deleteIfExists(campaign.home().status());
        } catch (IOException e) {
            LOG.debug("status file stays", e);
        }
    }
}
