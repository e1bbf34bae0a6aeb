package org.facteur.job.enlist;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.facteur.contact.ContactReader;
import org.facteur.contact.ContactSource;
import org.facteur.contact.Position;
import org.facteur.contact.Row;
import org.facteur.job.run.RunCounts;
import org.facteur.ledger.Enlistment;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/**
 * Reads the contacts file. Its position is committed with the chunk's rows; an interrupted pass goes on from there, unless the file or
 * a template has changed since.
 */
final class EnlistReader implements ItemStreamReader<Row> {

    private static final String PASS = "enlist.pass";
    private static final String DIGEST = "enlist.digest";
    private static final String BYTES = "enlist.bytes";
    private static final String CHARACTERS = "enlist.characters";
    private static final String LINE = "enlist.line";
    private static final String RECORD = "enlist.record";
    private static final String LEFT_OUT = "enlist.leftOut";

    private final ContactSource source;
    private final Enlistment enlistment;
    private final EnlistPass pass;
    private final RunCounts tally;
    private @Nullable ContactReader reader;

    EnlistReader(ContactSource source, Enlistment enlistment, EnlistPass pass, RunCounts tally) {
        this.source = source;
        this.enlistment = enlistment;
        this.pass = pass;
        this.tally = tally;
    }

    @Override
    public void open(ExecutionContext context) {
        if (pass.isUnchanged()) {
            return;
        }
        boolean resumed = pass.digest().equals(context.getString(DIGEST, "")) && context.containsKey(BYTES);
        reader = resumed ? ContactReader.openAt(source, position(context)) : ContactReader.open(source);
        pass.open(enlistment.openPass(resumed), reader);
        context.putString(DIGEST, pass.digest());
        context.putLong(PASS, pass.number());
    }

    @Override
    public @Nullable Row read() {
        Row row = reader == null ? null : reader.read();
        if (row != null) {
            tally.read(1);
        }
        return row;
    }

    @Override
    public void update(ExecutionContext context) {
        if (reader != null) {
            keep(reader.position(), context);
        }
    }

    @Override
    public void close() {
        if (reader != null) {
            try {
                reader.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Position position(ExecutionContext context) {
        return new Position(
                context.getLong(BYTES),
                context.getLong(CHARACTERS),
                context.getLong(LINE),
                context.getLong(RECORD),
                context.getLong(LEFT_OUT));
    }

    /** As longs only: what a context holds is serialised by Java. */
    private static void keep(Position position, ExecutionContext context) {
        context.putLong(BYTES, position.bytes());
        context.putLong(CHARACTERS, position.characters());
        context.putLong(LINE, position.line());
        context.putLong(RECORD, position.record());
        context.putLong(LEFT_OUT, position.leftOut());
    }
}
