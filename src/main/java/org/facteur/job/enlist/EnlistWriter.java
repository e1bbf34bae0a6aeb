package org.facteur.job.enlist;

import java.util.ArrayList;
import java.util.List;
import org.facteur.contact.Exclusion;
import org.facteur.contact.Listed;
import org.facteur.dispatch.Stop;
import org.facteur.job.run.MailLog;
import org.facteur.job.run.RunCounts;
import org.facteur.ledger.Enlistment;
import org.facteur.ledger.LedgerBook;
import org.facteur.ledger.LedgerLetters;
import org.facteur.ledger.store.DiskRoom;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

/** Writes the rows into the ledger, and at the end of the file that all of it is there. */
final class EnlistWriter implements ItemWriter<EnlistItem>, StepExecutionListener {

    private final Enlistment enlistment;
    private final EnlistPass pass;
    private final LedgerBook book;
    private final LedgerLetters letters;
    private final DiskRoom room;
    private final RunCounts counts;
    private final Stop stop;
    private final Timing timing;
    private final MailLog log;
    private @Nullable StepExecution step;

    EnlistWriter(
            Enlistment enlistment,
            EnlistPass pass,
            LedgerBook book,
            LedgerLetters letters,
            DiskRoom room,
            RunCounts counts,
            Stop stop,
            Timing timing,
            MailLog log) {
        this.enlistment = enlistment;
        this.pass = pass;
        this.book = book;
        this.letters = letters;
        this.room = room;
        this.counts = counts;
        this.stop = stop;
        this.timing = timing;
        this.log = log;
    }

    @Override
    public void beforeStep(StepExecution execution) {
        step = execution;
    }

    @Override
    public void write(Chunk<? extends EnlistItem> chunk) {
        List<Listed> rows = new ArrayList<>();
        for (EnlistItem item : chunk) {
            if (item instanceof EnlistItem.Row row) {
                rows.add(row.listed());
            }
        }
        if (!rows.isEmpty()) {
            room.check();
            counts.outdated();
            enlistment.write(rows, pass.number(), timing.instant());
        }
        if (stop.isRequested() && step != null) {
            // Ends the step behind this chunk: the next run goes on with the row after it. Letters that wait it begins
            // again.
            step.setTerminateOnly();
        }
    }

    @Override
    public ExitStatus afterStep(StepExecution step) {
        if (step.getStatus() == BatchStatus.COMPLETED) {
            if (pass.isUnchanged()) {
                enlistment.merged(pass.largestLetter());
            } else {
                // Also when the file has no rows: templates are checked against its headings.
                pass.composer();
                enlistment.closePass(pass.number(), pass.digest(), pass.largestLetter());
                tellOwner();
            }
        }
        if (step.getStatus() == BatchStatus.COMPLETED && !enlistment.hasRecipients()) {
            List<Exclusion> first = new ArrayList<>();
            letters.forEachExclusion(1, first::add);
            Reason why = pass.nobody(first.stream().findFirst());
            stop.fail(why, ExitCodes.DATA);
            step.setStatus(BatchStatus.FAILED);
            return ExitStatus.FAILED.addExitDescription(why.toKept(2500));
        }
        return step.getExitStatus();
    }

    /** What of the letters that are about to leave is not as the owner may think, after changes in the middle of a mailing. */
    private void tellOwner() {
        if (book.hasOpen()) {
            log.notes(pass.notes());
            pass.composer().warnings().forEach(log::odd);
            if (pass.hasLetterChanged()) {
                log.letterChanged(book.counts());
            }
            long takenOut = enlistment.takenOut(pass.number());
            if (takenOut > 0) {
                log.takenOut(takenOut);
            }
        }
        if (pass.keptAsEnlisted() > 0) {
            log.keptAsEnlisted(pass.keptAsEnlisted());
        }
    }
}
