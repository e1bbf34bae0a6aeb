package org.facteur.ledger.store;

import org.facteur.reason.ExitCodes;
import org.facteur.reason.Mendable;
import org.jspecify.annotations.Nullable;

/** The ledger cannot be read or written. Sending stops at once: what is not in the ledger did not happen. */
public final class LedgerException extends RuntimeException implements Mendable {

    /** What kept it from being read or written, by what its owner does about it. */
    public enum Kind {
        /** It is damaged, or may not be read. */
        UNREADABLE,
        /** A write failed, or its server does not answer: it can go on later. */
        UNWRITABLE,
        /** What says where it is kept is wrong. */
        MISCONFIGURED
    }

    private final Kind kind;

    private LedgerException(String message, @Nullable Throwable cause, Kind kind) {
        super(message, cause);
        this.kind = kind;
    }

    public static LedgerException unwritable(String message, @Nullable Throwable cause) {
        return new LedgerException(message, cause, Kind.UNWRITABLE);
    }

    static LedgerException unreadable(String message, @Nullable Throwable cause) {
        return new LedgerException(message, cause, Kind.UNREADABLE);
    }

    static LedgerException misconfigured(String message, @Nullable Throwable cause) {
        return new LedgerException(message, cause, Kind.MISCONFIGURED);
    }

    public Kind kind() {
        return kind;
    }

    @Override
    public int exitCode() {
        return switch (kind) {
            case UNREADABLE -> ExitCodes.NO_INPUT;
            case UNWRITABLE -> ExitCodes.TRY_LATER;
            case MISCONFIGURED -> ExitCodes.CONFIG;
        };
    }
}
