package org.facteur.ledger;

import org.jspecify.annotations.Nullable;

/** The ledger cannot be read or written. Sending stops at once: what is not in the ledger did not happen. */
public final class LedgerException extends RuntimeException {

    private final boolean unreadable;

    private LedgerException(String message, @Nullable Throwable cause, boolean unreadable) {
        super(message, cause);
        this.unreadable = unreadable;
    }

    static LedgerException unwritable(String message, @Nullable Throwable cause) {
        return new LedgerException(message, cause, false);
    }

    static LedgerException unreadable(String message, @Nullable Throwable cause) {
        return new LedgerException(message, cause, true);
    }

    /** Whether it could not even be opened, as against a write that failed. */
    public boolean isUnreadable() {
        return unreadable;
    }
}
