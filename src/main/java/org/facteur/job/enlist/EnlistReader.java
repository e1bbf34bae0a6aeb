package org.facteur.job.enlist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.facteur.contact.ContactSource;
import org.facteur.contact.Listed;
import org.facteur.contact.Recipients;
import org.facteur.job.run.RunCounts;
import org.facteur.ledger.Enlistment;
import org.facteur.ledger.SuppressionList;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/**
 * Walks over the contacts file, then over letters that wait and that no row tells of. How far it got is committed with the chunk's rows; an interrupted pass goes on from there, unless the file or
 * a template has changed since, or people whom it met were forgotten.
 */
final class EnlistReader implements ItemStreamReader<EnlistItem> {

    private static final String PASS = "enlist.pass";
    private static final String DIGEST = "enlist.digest";
    private static final String ROWS = "enlist.rows";
    private static final String LARGEST = "enlist.largest";

    private final ContactSource source;
    private final Enlistment enlistment;
    private final EnlistPass pass;
    private final SuppressionList suppressions;
    private final RunCounts counts;
    private @Nullable Recipients recipients;
    private @Nullable Iterator<Enlistment.Known> waiting;

    EnlistReader(
            ContactSource source,
            Enlistment enlistment,
            EnlistPass pass,
            SuppressionList suppressions,
            RunCounts counts) {
        this.source = source;
        this.enlistment = enlistment;
        this.pass = pass;
        this.suppressions = suppressions;
        this.counts = counts;
    }

    @Override
    public void open(ExecutionContext context) {
        pass.keepLargest();
        if (pass.isUnchanged()) {
            return;
        }
        boolean resumed = pass.digest().equals(context.getString(DIGEST, ""))
                && context.containsKey(ROWS)
                && context.getLong(PASS, 0) == enlistment.newestPass();
        recipients = resumed
                ? Recipients.openAt(source, suppressions.asOfNow(), context.getLong(ROWS))
                : Recipients.open(source, suppressions.asOfNow());
        if (resumed) {
            pass.merged(context.getLong(LARGEST, 0));
        }
        pass.open(enlistment.openPass(resumed), recipients);
        context.putString(DIGEST, pass.digest());
        context.putLong(PASS, pass.number());
    }

    @Override
    public @Nullable EnlistItem read() {
        Listed row = recipients == null ? null : recipients.next();
        if (row != null) {
            counts.read(1);
            return new EnlistItem.Row(row);
        }
        if (waiting == null) {
            waiting = pass.toMerge(enlistment);
        }
        return waiting.hasNext() ? new EnlistItem.Waiting(waiting.next()) : null;
    }

    @Override
    public void update(ExecutionContext context) {
        if (recipients != null) {
            // Within the chunk's transaction: rows of a file that is being written to are not kept.
            recipients.refuseChanged();
            context.putLong(ROWS, recipients.rows());
            context.putLong(LARGEST, pass.largestLetter());
        }
    }

    @Override
    public void close() {
        if (recipients != null) {
            try {
                recipients.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
