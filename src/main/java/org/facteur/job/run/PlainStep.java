package org.facteur.job.run;

import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.scope.context.StepContext;
import org.springframework.batch.core.step.AbstractStep;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.tasklet.Tasklet;

/**
 * A step of one task that holds neither a transaction nor a connection: for what takes long, or asks other servers. Batch's own needs Spring's
 * synchronization, which keeps the first connection that is asked for until the task ends.
 */
public final class PlainStep extends AbstractStep {

    private final Tasklet task;

    /** @param task executed once */
    public PlainStep(String name, JobRepository repository, Tasklet task) {
        super(repository);
        this.task = task;
        setName(name);
        setAllowStartIfComplete(true);
    }

    @Override
    protected void doExecute(StepExecution execution) throws Exception {
        task.execute(new StepContribution(execution), new ChunkContext(new StepContext(execution)));
    }
}
