package org.facteur.job.send;

import org.facteur.dispatch.Dispatch;
import org.facteur.dispatch.KeptStandings;
import org.facteur.dispatch.Stop;
import org.facteur.job.run.RunCounts;
import org.facteur.job.run.RunProgress;
import org.facteur.ledger.Attempts;
import org.facteur.ledger.LedgerBook;
import org.facteur.ledger.Standings;
import org.facteur.pace.Timing;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;

/** Around {@code send}: what there is to do is loaded before, and afterwards no step is COMPLETED while letters are left to send. */
final class SendStepListener implements StepExecutionListener {

    private final LedgerBook book;
    private final Attempts attempts;
    private final Standings standings;
    private final Runnable lookUp;
    private final Dispatch dispatch;
    private final Reactions reactions;
    private final Stop stop;
    private final RunCounts tally;
    private final Timing timing;

    SendStepListener(
            LedgerBook book,
            Attempts attempts,
            Standings standings,
            Runnable lookUp,
            Dispatch dispatch,
            Reactions reactions,
            Stop stop,
            RunCounts tally,
            Timing timing) {
        this.book = book;
        this.attempts = attempts;
        this.standings = standings;
        this.lookUp = lookUp;
        this.dispatch = dispatch;
        this.reactions = reactions;
        this.stop = stop;
        this.tally = tally;
        this.timing = timing;
    }

    @Override
    public void beforeStep(StepExecution step) {
        tally.start(RunProgress.Stage.SEND, book::quickCounts);
        lookUp.run();
        dispatch.load(attempts);
        dispatch.load(book);
        reactions.load(KeptStandings.read(standings, dispatch.accounts(), timing.instant()));
        // From now on letters move: what is counted must be what there was before.
        tally.counts();
    }

    @Override
    public ExitStatus afterStep(StepExecution step) {
        if (step.getStatus() != BatchStatus.COMPLETED) {
            return step.getExitStatus();
        }
        reactions.ended();
        Stop.Reason reason = stop.reason();
        if (reason != null && reason.failed()) {
            step.setStatus(BatchStatus.FAILED);
            return ExitStatus.FAILED.addExitDescription(reason.reason());
        } else if (reason != null) {
            step.setStatus(BatchStatus.STOPPED);
            return ExitStatus.STOPPED.addExitDescription(reason.reason());
        } else if (book.hasOpen()) {
            step.setStatus(BatchStatus.STOPPED);
            var waits = dispatch.waits();
            return new ExitStatus("PAUSED", waits == null ? "letters are left" : waits.reason());
        }
        return step.getExitStatus();
    }
}
