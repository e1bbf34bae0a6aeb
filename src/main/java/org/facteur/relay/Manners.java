package org.facteur.relay;

import org.facteur.smtp.Misunderstanding;

/** What was learned of a relay while writing to it, for all of its connections. Safe for several threads. */
final class Manners {

    private int mostLetters = Integer.MAX_VALUE;
    private boolean suspected;
    private boolean singly;
    private boolean nextSingly;
    private boolean tookDsn;
    private boolean refusedDsn;
    private boolean mayHaveRefusedDsn;
    private boolean refusedAnAddress;

    /** Whether the next connection may give several commands at once, where the relay says that it can take them. */
    synchronized boolean mayPipeline() {
        boolean once = nextSingly;
        nextSingly = false;
        return !singly && !once;
    }

    /** The next connection asks one command at a time; all do once it is certain, or has happened twice. */
    synchronized void note(Misunderstanding misunderstanding) {
        if (misunderstanding != Misunderstanding.NONE) {
            nextSingly = true;
            singly |= suspected || misunderstanding == Misunderstanding.CERTAIN;
            suspected = true;
        }
    }

    /** Whether MAIL and RCPT may have the parameters of DSN, where the relay says that it knows them. */
    synchronized boolean mayTellDsn() {
        return !refusedDsn && !mayHaveRefusedDsn;
    }

    /** It took a recipient with them. */
    synchronized void tookDsn() {
        tookDsn = true;
    }

    /** It does not know them after all. */
    synchronized void refusedDsn() {
        refusedDsn = true;
    }

    /**
     * It refused a recipient in words that may be about the parameters, or about the address.
     *
     * @return whether the recipient is to be asked for without them
     */
    synchronized boolean mayHaveRefusedDsn() {
        // That an address is bad does not show that the parameters are good: it may say the same of both.
        mayHaveRefusedDsn = !tookDsn || !refusedAnAddress;
        return mayHaveRefusedDsn;
    }

    /** It says the same where there are no parameters: it was the address. */
    synchronized void refusedTheAddress() {
        mayHaveRefusedDsn = false;
        refusedAnAddress = true;
    }

    /** Letters that it takes over one connection, at least 1. */
    synchronized int mostLetters() {
        return mostLetters;
    }

    /** It would take no more after so many. */
    synchronized void tookNoMoreAfter(int letters) {
        mostLetters = Math.max(1, Math.min(mostLetters, letters));
    }
}
