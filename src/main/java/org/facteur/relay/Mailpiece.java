package org.facteur.relay;

import org.facteur.message.Letter;

/** A letter for one recipient, on its way over a connection. */
public interface Mailpiece {

    Envelope envelope();

    Letter letter();

    /** Bytes of the largest letter that this relay is meant to carry, as far as they are known: of this one at least. */
    default long largest() {
        return letter().bytes();
    }

    /** All of it but its final dot has been written: its seal may begin. */
    default void beginSeal() {}

    /** See {@link Seal#beforeFinalDot}. */
    void seal();

    /** How its transaction went; called once, unless {@link #seal} threw. */
    void ended(Submission submission);
}
