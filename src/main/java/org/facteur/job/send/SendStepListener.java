package org.facteur.job.send;

import org.facteur.dispatch.Dispatch;
import org.facteur.dispatch.KeptStandings;
import org.facteur.dispatch.Stop;
import org.facteur.job.run.RunCounts;
import org.facteur.job.run.RunProgress;
import org.facteur.ledger.Attempts;
import org.facteur.ledger.Enlistment;
import org.facteur.ledger.LedgerBook;
import org.facteur.ledger.Standings;
import org.facteur.pace.Timing;
import org.facteur.verdict.Category;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;

/** Before {@code send}: what there is to do is loaded. */
final class SendStepListener implements StepExecutionListener {

    private final LedgerBook book;
    private final Attempts attempts;
    private final Standings standings;
    private final Runnable lookUp;
    private final Enlistment enlistment;
    private final Dispatch dispatch;
    private final Reactions reactions;
    private final RunCounts counts;
    private final Stop stop;
    private final Timing timing;

    SendStepListener(
            LedgerBook book,
            Attempts attempts,
            Standings standings,
            Runnable lookUp,
            Enlistment enlistment,
            Dispatch dispatch,
            Reactions reactions,
            RunCounts counts,
            Stop stop,
            Timing timing) {
        this.book = book;
        this.attempts = attempts;
        this.standings = standings;
        this.lookUp = lookUp;
        this.enlistment = enlistment;
        this.dispatch = dispatch;
        this.reactions = reactions;
        this.counts = counts;
        this.stop = stop;
        this.timing = timing;
    }

    @Override
    public void beforeStep(StepExecution step) {
        counts.start(RunProgress.Stage.SEND, book::quickCounts);
        lookUp.run();
        dispatch.load(attempts);
        dispatch.load(book);
        reactions.load(KeptStandings.read(standings, dispatch.accounts(), timing.instant()));
        // From now on letters move: what is counted must be what there was before.
        counts.counts();
    }

    @Override
    public ExitStatus afterStep(StepExecution step) {
        if (step.getStatus() == BatchStatus.COMPLETED || stop.isRequested()) {
            reactions.ended();
        }
        Stop.Cause cause = stop.cause();
        boolean refused = cause != null && cause.refusedFor().contains(Category.MESSAGE_TOO_LARGE);
        if (refused || reactions.isAnyTooSmall()) {
            // The large one may have left, on an earlier night and by another relay: the next run measures those that
            // wait.
            enlistment.mergeAgain();
        }
        return step.getExitStatus();
    }
}
