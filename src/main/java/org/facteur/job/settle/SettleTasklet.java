package org.facteur.job.settle;

import java.util.List;
import java.util.Map;
import org.facteur.campaign.Campaign;
import org.facteur.job.run.MailLog;
import org.facteur.job.run.RunCounts;
import org.facteur.ledger.Attempts;
import org.facteur.ledger.DeliveryState;
import org.facteur.ledger.Rehearsal;
import org.facteur.ledger.SuppressionList;
import org.facteur.ledger.Unanswered;
import org.facteur.pace.Timing;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/**
 * Step {@code settle}: attempts that a dead process left open, of which nobody knows whether their relay has the letter; and letters that
 * wait for somebody who is not to be written to any more.
 */
final class SettleTasklet implements Tasklet {

    private final Unanswered unanswered;
    private final Attempts attempts;
    private final Rehearsal rehearsal;
    private final SuppressionList suppressions;
    private final Campaign campaign;
    private final RunCounts counts;
    private final Timing timing;
    private final MailLog log;

    SettleTasklet(
            Unanswered unanswered,
            Attempts attempts,
            Rehearsal rehearsal,
            SuppressionList suppressions,
            Campaign campaign,
            RunCounts counts,
            Timing timing,
            MailLog log) {
        this.unanswered = unanswered;
        this.attempts = attempts;
        this.rehearsal = rehearsal;
        this.suppressions = suppressions;
        this.campaign = campaign;
        this.counts = counts;
        this.timing = timing;
        this.log = log;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext chunkContext) {
        attempts.settleErrands(timing.instant());
        List<Long> open = unanswered.leftOpen();
        Map<Long, DeliveryState> settled = unanswered.settle(open, campaign.resend(), timing.instant());
        if (!settled.isEmpty()) {
            counts.settled();
            log.settled(settled);
        }
        if (!campaign.reachesNobody()) {
            int forgotten = rehearsal.forget(timing.instant());
            if (forgotten > 0) {
                counts.outdated();
                log.rehearsalForgotten(forgotten);
            }
        }
        // Behind what puts letters back.
        int suppressed = suppressions.exclude();
        if (suppressed > 0) {
            counts.outdated();
            log.suppressed(suppressed);
        }
        attempts.future(timing.instant()).ifPresent(log::future);
        return RepeatStatus.FINISHED;
    }
}
