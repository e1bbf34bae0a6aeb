package org.facteur.ledger.store;

import org.facteur.reason.Reason;

/** How long a database server that went away is waited for. */
@FunctionalInterface
public interface ReconnectPolicy {

    /** Not at all. */
    ReconnectPolicy NONE = (reason, tries) -> false;

    /**
     * Waits before the next try, longer each time.
     *
     * @param reason what the last try met
     * @param tries so far, from 0
     * @return false when it has lasted long enough, or the run is to end
     */
    boolean lasts(Reason reason, int tries) throws InterruptedException;
}
