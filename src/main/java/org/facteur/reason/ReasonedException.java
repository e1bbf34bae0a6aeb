package org.facteur.reason;

import org.jspecify.annotations.Nullable;

/** Stops what is going on, and says why. */
public abstract class ReasonedException extends RuntimeException implements Reasoned {

    private static final long serialVersionUID = 1;

    private final transient Reason reason;

    protected ReasonedException(Reason reason, @Nullable Throwable cause) {
        super(cause);
        this.reason = reason;
    }

    @Override
    public final Reason reason() {
        return reason;
    }

    @Override
    public final String getMessage() {
        return reason.toString();
    }
}
