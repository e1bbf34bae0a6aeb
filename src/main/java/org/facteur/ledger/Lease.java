package org.facteur.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.facteur.ledger.store.LedgerException;
import org.jspecify.annotations.Nullable;

/**
 * How long a worker may still send on a claim, by clocks of its own: one that nobody sets, and the one that goes on while a machine sleeps.
 * It counts from before the database was asked, so it is over here before it is over there. A process that was frozen finds out by it that
 * it has no letter to send any more, however far it had come.
 */
public final class Lease {

    private final String account;
    private final Duration length;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private volatile @Nullable Moment from;

    /** When the database was about to be asked. */
    public record Moment(long nanos, Instant instant) {}

    /**
     * @param clock the machine's
     * @param nanos nanoseconds of a clock that nobody sets
     */
    public Lease(String account, Duration length, InstantSource clock, LongSupplier nanos) {
        this.account = account;
        this.length = length;
        this.clock = clock;
        this.nanos = nanos;
    }

    public Duration length() {
        return length;
    }

    public Moment now() {
        return new Moment(nanos.getAsLong(), clock.instant());
    }

    /** The database has prolonged it. */
    public void renewed(Moment asked) {
        from = asked;
    }

    /** The claim is lost, or given back. */
    public void end() {
        from = null;
    }

    public boolean isOver() {
        Moment begun = from;
        return begun == null
                || nanos.getAsLong() - begun.nanos() >= length.toNanos()
                || Duration.between(begun.instant(), clock.instant()).compareTo(length) >= 0;
    }

    /** @throws LedgerException when it is over: nothing may be sent on it */
    void check() {
        if (isOver()) {
            throw LedgerException.unwritable(LedgerReason.LEASE.of(account), null);
        }
    }
}
