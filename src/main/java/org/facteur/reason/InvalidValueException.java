package org.facteur.reason;

import org.jspecify.annotations.Nullable;

/** A value is not what it should be; the reason says what to write instead. */
public final class InvalidValueException extends IllegalArgumentException implements Reasoned {

    private static final long serialVersionUID = 1;

    private final transient Reason reason;

    public InvalidValueException(Reason reason) {
        this(reason, null);
    }

    public InvalidValueException(Reason reason, @Nullable Throwable cause) {
        super(cause);
        this.reason = reason;
    }

    @Override
    public Reason reason() {
        return reason;
    }

    @Override
    public String getMessage() {
        return reason.toString();
    }
}
