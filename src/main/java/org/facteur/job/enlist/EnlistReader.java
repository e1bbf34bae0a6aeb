package org.facteur.job.enlist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.facteur.address.EmailAddress;
import org.facteur.contact.ContactSource;
import org.facteur.contact.Listed;
import org.facteur.contact.Recipient;
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
    private final int page;
    private final Deque<EnlistItem.Row> ahead = new ArrayDeque<>();
    private @Nullable Recipients recipients;
    private @Nullable Iterator<Enlistment.Known> waiting;

    /** @param page rows whose addresses are looked up in the ledger at once */
    EnlistReader(
            ContactSource source,
            Enlistment enlistment,
            EnlistPass pass,
            SuppressionList suppressions,
            RunCounts counts,
            int page) {
        this.source = source;
        this.enlistment = enlistment;
        this.pass = pass;
        this.suppressions = suppressions;
        this.counts = counts;
        this.page = page;
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
        if (ahead.isEmpty() && recipients != null) {
            readAhead(recipients);
        }
        EnlistItem.Row row = ahead.poll();
        if (row != null) {
            counts.read(1);
            return row;
        }
        if (waiting == null) {
            waiting = pass.toMerge(enlistment);
        }
        return waiting.hasNext() ? new EnlistItem.Waiting(waiting.next()) : null;
    }

    private void readAhead(Recipients walk) {
        List<Listed> rows = new ArrayList<>();
        List<EmailAddress> emails = new ArrayList<>();
        for (Listed row = walk.next(); row != null; row = rows.size() < page ? walk.next() : null) {
            rows.add(row);
            if (row instanceof Recipient recipient) {
                emails.add(recipient.address());
            }
        }
        Map<EmailAddress, Enlistment.Known> known = enlistment.hadNobody() ? Map.of() : enlistment.known(emails);
        for (Listed row : rows) {
            ahead.add(new EnlistItem.Row(
                    row, row instanceof Recipient recipient ? known.get(recipient.address()) : null));
        }
    }

    @Override
    public void update(ExecutionContext context) {
        if (recipients != null) {
            // Within the chunk's transaction: rows of a file that is being written to are not kept.
            recipients.refuseChanged();
            context.putLong(ROWS, recipients.rows() - ahead.size());
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
