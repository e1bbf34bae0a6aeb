package org.facteur.smtp;

import java.io.EOFException;
import org.facteur.reason.Reason;
import org.facteur.reason.Reasoned;

/** The server has closed the connection. */
public final class ClosedException extends EOFException implements Reasoned {

    private static final long serialVersionUID = 1;

    private final transient Reason reason;

    /** When it should have answered. */
    public ClosedException() {
        this(SmtpReason.CLOSED);
    }

    ClosedException(SmtpReason why) {
        super(why.of().toString());
        this.reason = why.of();
    }

    @Override
    public Reason reason() {
        return reason;
    }
}
