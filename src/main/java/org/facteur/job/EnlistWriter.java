package org.facteur.job;

import org.facteur.ledger.Enlistment;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

/** Writes the rows into the ledger, and at the end of the file that all of it is there. */
final class EnlistWriter implements ItemWriter<Enlistment.Entry>, StepExecutionListener {

    private final Enlistment enlistment;
    private final EnlistPass pass;
    private final Timing timing;

    EnlistWriter(Enlistment enlistment, EnlistPass pass, Timing timing) {
        this.enlistment = enlistment;
        this.pass = pass;
        this.timing = timing;
    }

    @Override
    public void write(Chunk<? extends Enlistment.Entry> chunk) {
        enlistment.write(chunk.getItems(), pass.number(), timing.instant());
    }

    @Override
    public ExitStatus afterStep(StepExecution step) {
        if (step.getStatus() == BatchStatus.COMPLETED && !pass.isUnchanged()) {
            // Also when the file has no rows: templates are checked against its headings.
            pass.composer();
            enlistment.closePass(pass.number(), pass.digest());
        }
        return step.getExitStatus();
    }
}
