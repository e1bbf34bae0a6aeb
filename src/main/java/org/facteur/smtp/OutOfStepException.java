package org.facteur.smtp;

import java.io.IOException;

/**
 * The server says what cannot be matched to what it was asked: more than one answer, none that has the form of one, or one without end.
 * Nothing that it says on this connection can be believed any more.
 */
public final class OutOfStepException extends IOException {

    private final String said;

    OutOfStepException(String message) {
        this(message, "");
    }

    OutOfStepException(String message, String said) {
        super(message);
        this.said = said.strip();
    }

    /** How it began, a character for each byte; may be empty, and may repeat whatever the server was told. */
    public String said() {
        return said;
    }
}
