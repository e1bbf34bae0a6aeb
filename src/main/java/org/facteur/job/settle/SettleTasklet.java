package org.facteur.job.settle;

import java.util.List;
import org.facteur.campaign.OnDoubt;
import org.facteur.job.run.MailLog;
import org.facteur.job.run.RunCounts;
import org.facteur.ledger.Attempts;
import org.facteur.ledger.Unanswered;
import org.facteur.pace.Timing;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/** Step {@code settle}: attempts that a dead process left open. Nobody knows whether their relay has the letter. */
final class SettleTasklet implements Tasklet {

    private final Unanswered unanswered;
    private final Attempts attempts;
    private final OnDoubt onDoubt;
    private final RunCounts tally;
    private final Timing timing;
    private final MailLog log;

    SettleTasklet(
            Unanswered unanswered, Attempts attempts, OnDoubt onDoubt, RunCounts tally, Timing timing, MailLog log) {
        this.unanswered = unanswered;
        this.attempts = attempts;
        this.onDoubt = onDoubt;
        this.tally = tally;
        this.timing = timing;
        this.log = log;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext chunkContext) {
        attempts.settleErrands(timing.instant());
        List<Long> open = unanswered.leftOpen();
        unanswered.settle(open, onDoubt == OnDoubt.RESEND, timing.instant());
        if (!open.isEmpty()) {
            tally.settled();
            log.settled(open, onDoubt);
        }
        return RepeatStatus.FINISHED;
    }
}
