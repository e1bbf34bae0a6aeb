package org.facteur.smtp;

import java.io.IOException;

/** A letter as the conversation sees it. */
public interface Parcel {

    /** MAIL with its parameters (RFC 5321, 4.1.1.2). */
    String mail();

    /** RCPT with its parameters (RFC 5321, 4.1.1.3). */
    String rcpt();

    /**
     * Writes the message.
     *
     * @throws IOException when it cannot be had: our fault, not the server's
     */
    void writeTo(DotStuffing out) throws IOException;

    /**
     * Called when all but the final dot has been written: what takes its time before the dot may leave can begin.
     *
     * @throws RuntimeException as {@link #seal}
     */
    void beginSeal();

    /**
     * Called behind {@link #beginSeal}, when the next letter is there. The dot leaves when this returns, and never when it throws.
     *
     * @throws RuntimeException when the letter must not leave; it reaches the caller of {@link Exchange#carry}
     */
    void seal();

    /** How it went; called once, unless {@link #seal} threw. */
    void ended(Ending ending);
}
