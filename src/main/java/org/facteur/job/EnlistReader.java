package org.facteur.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.facteur.contact.ContactReader;
import org.facteur.contact.ContactSource;
import org.facteur.contact.Row;
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

    private final ContactSource source;
    private final Enlistment enlistment;
    private final EnlistPass pass;
    private final Tally tally;
    private @Nullable ContactReader reader;

    EnlistReader(ContactSource source, Enlistment enlistment, EnlistPass pass, Tally tally) {
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
        boolean resumed = pass.digest().equals(context.getString(DIGEST, "")) && Positions.isKept(context);
        reader = resumed ? ContactReader.openAt(source, Positions.read(context)) : ContactReader.open(source);
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
            Positions.keep(reader.position(), context);
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
}
