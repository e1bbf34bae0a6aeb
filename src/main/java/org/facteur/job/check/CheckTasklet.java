package org.facteur.job.check;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.facteur.campaign.Campaign;
import org.facteur.check.CheckReport;
import org.facteur.check.CheckReport.Conclusion;
import org.facteur.check.mailing.LastCheck;
import org.facteur.check.mailing.MailingCheck;
import org.facteur.dispatch.Stop;
import org.facteur.home.Earlier;
import org.facteur.job.errand.CanaryLetters;
import org.facteur.job.run.MailLog;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.LedgerBook;
import org.facteur.ledger.SuppressionList;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/** Asks what {@code facteur check} asks, once a day, and lets no letter leave where an error stands that nobody accepted. */
public final class CheckTasklet implements Tasklet, StepExecutionListener {

    private final Campaign campaign;
    private final LedgerBook book;
    private final SuppressionList suppressions;
    private final Campaigns campaigns;
    private final CanaryLetters canaries;
    private final Stop stop;
    private final Timing timing;
    private final MailLog log;
    private boolean skipped;
    private boolean refused;

    CheckTasklet(
            Campaign campaign,
            LedgerBook book,
            SuppressionList suppressions,
            Campaigns campaigns,
            CanaryLetters canaries,
            Stop stop,
            Timing timing,
            MailLog log) {
        this.campaign = campaign;
        this.book = book;
        this.suppressions = suppressions;
        this.campaigns = campaigns;
        this.canaries = canaries;
        this.stop = stop;
        this.timing = timing;
        this.log = log;
    }

    /** The owner does not want it asked in this run. */
    public void skip() {
        skipped = true;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext context) throws IOException {
        if (!book.hasOpen() || stop.isRequested()) {
            return RepeatStatus.FINISHED;
        }
        if (skipped) {
            log.notChecked();
            return RepeatStatus.FINISHED;
        }
        Optional<LastCheck> last = LastCheck.of(campaign);
        if (last.isPresent() && last.get().stillHolds(campaign, timing.instant())) {
            return RepeatStatus.FINISHED;
        }
        CheckReport report = MailingCheck.of(
                campaign,
                new Earlier(suppressions.asOfNow(), campaigns.lettersOfLast(campaign.name())),
                new MailingCheck.Asked(false, Set.of(), canaries.post()),
                timing);
        if (stop.isRequested()) {
            return RepeatStatus.FINISHED;
        }
        LastCheck.keep(campaign, report);
        log.checked(report);
        if (report.verdict() == Conclusion.REFUSE) {
            refused = true;
            stop.fail(report.refusal(), ExitCodes.DATA);
        }
        return RepeatStatus.FINISHED;
    }

    @Override
    public ExitStatus afterStep(StepExecution step) {
        Stop.Cause cause = stop.cause();
        if (!refused || cause == null) {
            return step.getExitStatus();
        }
        step.setStatus(BatchStatus.FAILED);
        return ExitStatus.FAILED.addExitDescription(cause.reason().toKept(2500));
    }
}
