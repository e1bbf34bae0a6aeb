package org.facteur.ledger;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.facteur.ledger.store.GroupCommit;

/**
 * Ids of attempts where several write at once: a thousand at a time, and the next thousand is asked for before the last one is used up. Who
 * ends leaves a gap. They tell attempts apart, not which of them was first.
 */
final class IdBlocks implements LongSupplier {

    private static final int SIZE = 1_000;

    private static final String TAKE =
            "UPDATE attempt_block SET last_id = GREATEST(last_id, ?) + " + SIZE + " RETURNING last_id";

    private final GroupCommit writer;
    private final long known;
    private CompletableFuture<Long> ahead;
    private long next = 1;
    private long last;

    /** @param known id of an attempt that is there already, such as one of a ledger in files that was moved here; 0: none */
    IdBlocks(GroupCommit writer, long known) {
        this.writer = writer;
        this.known = known;
        this.ahead = ask();
    }

    private CompletableFuture<Long> ask() {
        AtomicLong taken = new AtomicLong();
        return writer.submit(statements -> taken.set(statements.number(TAKE, known)))
                .thenApply(durable -> taken.get());
    }

    /** @throws org.facteur.ledger.store.LedgerException when the ledger cannot be written */
    @Override
    public synchronized long getAsLong() {
        if (next > last) {
            Ledger.await(ahead);
            last = ahead.join();
            next = last - SIZE + 1;
            ahead = ask();
        }
        return next++;
    }
}
