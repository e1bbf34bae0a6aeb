package org.facteur.ledger.store;

import org.facteur.reason.ExitCodes;
import org.facteur.reason.Mendable;
import org.facteur.reason.Reason;
import org.facteur.reason.ReasonedException;
import org.jspecify.annotations.Nullable;

/** The ledger cannot be read or written. Sending stops at once: what is not in the ledger did not happen. */
public final class LedgerException extends ReasonedException implements Mendable {

    /** What kept it from being read or written, by what its owner does about it. */
    public enum Kind {
        /** It is damaged, or may not be read. */
        UNREADABLE,
        /** A write failed, or somebody else writes: it can go on later. */
        UNWRITABLE,
        /** Its server went away, or does not answer yet. */
        AWAY,
        /** What says where it is kept is wrong. */
        MISCONFIGURED
    }

    private static final long serialVersionUID = 1;

    private final Kind kind;

    private LedgerException(Reason reason, @Nullable Throwable cause, Kind kind) {
        super(reason, cause);
        this.kind = kind;
    }

    /** A write failed. */
    public static LedgerException unwritable(Throwable cause) {
        return unwritable(StoreReason.WRITE.of(String.valueOf(cause.getMessage())), cause);
    }

    public static LedgerException unwritable(Reason reason, @Nullable Throwable cause) {
        return new LedgerException(reason, cause, Kind.UNWRITABLE);
    }

    static LedgerException away(Reason reason, Throwable cause) {
        return new LedgerException(reason, cause, Kind.AWAY);
    }

    static LedgerException unreadable(Reason reason, @Nullable Throwable cause) {
        return new LedgerException(reason, cause, Kind.UNREADABLE);
    }

    static LedgerException misconfigured(Reason reason, @Nullable Throwable cause) {
        return new LedgerException(reason, cause, Kind.MISCONFIGURED);
    }

    public Kind kind() {
        return kind;
    }

    @Override
    public int exitCode() {
        return switch (kind) {
            case UNREADABLE -> ExitCodes.NO_INPUT;
            case UNWRITABLE, AWAY -> ExitCodes.TRY_LATER;
            case MISCONFIGURED -> ExitCodes.CONFIG;
        };
    }
}
