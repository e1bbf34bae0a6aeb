package org.facteur.smtp;

import java.io.IOException;
import org.facteur.reason.Reason;
import org.facteur.reason.Reasoned;

/**
 * The server says what cannot be matched to what it was asked: more than one answer, none that has the form of one, or one without end.
 * Nothing that it says on this connection can be believed any more.
 */
public final class OutOfStepException extends IOException implements Reasoned {

    private static final long serialVersionUID = 1;

    private final transient Reason reason;
    private final String said;

    OutOfStepException(Reason reason) {
        this(reason, "");
    }

    OutOfStepException(Reason reason, String said) {
        super(reason.toString());
        this.reason = reason;
        this.said = said.strip();
    }

    @Override
    public Reason reason() {
        return reason;
    }

    /** How it began, a character for each byte; may be empty, and may repeat whatever the server was told. */
    public String said() {
        return said;
    }
}
