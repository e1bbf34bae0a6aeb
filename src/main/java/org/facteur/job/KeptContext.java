package org.facteur.job;

import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/**
 * Writes the restored execution context down at once. Batch restores it in memory but persists it empty until the first commit: a second
 * kill before that would restart from the first row.
 */
record KeptContext(JobRepository repository) implements StepExecutionListener {

    @Override
    public void beforeStep(StepExecution step) {
        repository.updateExecutionContext(step);
    }
}
