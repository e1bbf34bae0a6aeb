package org.facteur.job.send;

import java.util.random.RandomGenerator;
import org.facteur.dispatch.Dispatch;
import org.facteur.dispatch.Stop;
import org.facteur.job.run.JobReason;
import org.facteur.pace.Pace;
import org.facteur.reason.ExitCodes;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.ThreadStepInterruptionPolicy;

/**
 * The pause between two chunks. Batch asks its interruption policy there, when the last chunk is on record and the next has not been read. It
 * calls no {@code ChunkListener} in a step that merges on several threads (ADR 29).
 */
final class ChunkPause extends ThreadStepInterruptionPolicy {

    private final Dispatch dispatch;
    private final Pace pace;
    private final Stop stop;
    private final RandomGenerator random;

    ChunkPause(Dispatch dispatch, Pace pace, Stop stop, RandomGenerator random) {
        this.dispatch = dispatch;
        this.pace = pace;
        this.stop = stop;
        this.random = random;
    }

    /** A request to stop ends the pause; the reader finds nothing more then, and the step ends as it always does. */
    @Override
    public void checkInterrupted(StepExecution step) throws JobInterruptedException {
        super.checkInterrupted(step);
        boolean betweenChunks = step.getCommitCount() > 0 && dispatch.queued() > 0;
        if (!betweenChunks) {
            return;
        }
        try {
            dispatch.rest(pace.pause().draw(random.nextDouble()));
        } catch (InterruptedException e) {
            stop.request(JobReason.INTERRUPTED.of(), ExitCodes.TERMINATED);
            throw new JobInterruptedException("interrupted while pausing between two chunks");
        }
    }
}
