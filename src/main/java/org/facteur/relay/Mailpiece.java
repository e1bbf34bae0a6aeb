package org.facteur.relay;

import org.facteur.message.Letter;

/** A letter for one recipient, on its way over a connection. */
public interface Mailpiece {

    Envelope envelope();

    Letter letter();

    /** See {@link Seal#beforeFinalDot}. */
    void seal();

    /** How its transaction went; called once, unless {@link #seal} threw. */
    void ended(Submission submission);
}
