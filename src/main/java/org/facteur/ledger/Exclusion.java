package org.facteur.ledger;

import org.facteur.reason.Reason;

/**
 * A row of the contacts file that is not written to.
 *
 * @param line where it begins in the file
 * @param email the cell as it stands there
 * @param reason for the owner: what is wrong, what to write instead
 */
public record Exclusion(long line, Kind kind, String email, Reason reason) {

    /** How it is counted. */
    public enum Kind {
        INVALID,
        DUPLICATE,
        SUPPRESSED
    }
}
