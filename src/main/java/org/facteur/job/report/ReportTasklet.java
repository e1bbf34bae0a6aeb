package org.facteur.job.report;

import java.io.IOException;
import java.nio.file.Path;
import org.facteur.campaign.Campaign;
import org.facteur.disk.PrivateFile;
import org.facteur.ledger.store.DiskRoom;
import org.facteur.pace.Timing;
import org.facteur.report.CampaignReporter;
import org.facteur.report.CampaignStatus;
import org.facteur.report.ReportFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/** Step {@code report}: whether the totals add up, where the campaign stands, and its page. */
public final class ReportTasklet implements Tasklet, StepExecutionListener {

    private static final Logger LOG = LoggerFactory.getLogger(ReportTasklet.class);

    private final Campaign campaign;
    private final RunRecorder recorder;
    private final CampaignReporter reporter;
    private final Timing timing;
    private boolean written;
    private @Nullable Path page;

    ReportTasklet(Campaign campaign, RunRecorder recorder, CampaignReporter reporter, Timing timing) {
        this.campaign = campaign;
        this.recorder = recorder;
        this.reporter = reporter;
        this.timing = timing;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext context) {
        recorder.checkSum();
        write(recorder.end());
        return RepeatStatus.FINISHED;
    }

    /** Letters have left: a page that fails is no failure of the run. */
    private void write(CampaignStatus end) {
        written = true;
        Path file = CampaignReporter.file(campaign);
        if (!DiskRoom.of(campaign.home().var()).isThere()) {
            // What is left belongs to the ledger, and the run has said so.
            return;
        }
        try {
            PrivateFile.write(file, out -> reporter.write(end, ReportFormat.HTML, out, timing.instant()));
            page = file;
        } catch (IOException | RuntimeException e) {
            LOG.warn("the report {} cannot be written", file, e);
        }
    }

    /**
     * A run that leaves letters is not COMPLETED, or Batch would not start it again. That is said here and not behind {@code send}, so that
     * such a run has its report, too.
     */
    @Override
    public ExitStatus afterStep(StepExecution step) {
        if (step.getStatus() != BatchStatus.COMPLETED) {
            return step.getExitStatus();
        }
        CampaignStatus end = recorder.status();
        step.setStatus(
                switch (end.state()) {
                    case COMPLETED -> BatchStatus.COMPLETED;
                    case FAILED -> BatchStatus.FAILED;
                    case PAUSED, STOPPED, NEW, RUNNING, INTERRUPTED -> BatchStatus.STOPPED;
                });
        ExitStatus exit = new ExitStatus(end.state().name());
        return end.reason() == null
                ? exit
                : exit.addExitDescription(end.reason().toKept(RunRecorder.LONGEST_EXIT));
    }

    /**
     * Where the page is, written now where a step before this one failed or was stopped.
     *
     * @return null where it could not be written
     */
    public @Nullable Path page(CampaignStatus end) {
        if (!written) {
            write(end);
        }
        return page;
    }
}
