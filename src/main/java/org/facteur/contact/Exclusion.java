package org.facteur.contact;

import org.facteur.reason.Reason;

/**
 * A row of the contacts file that is not written to.
 *
 * @param email the address; where there is none, the cell as it stands there, or the whole row where its cells cannot be told apart
 * @param reason for the owner: what is wrong, what to write instead
 */
public record Exclusion(long line, Kind kind, String email, Reason reason) implements Listed {

    /** How it is counted. */
    public enum Kind {
        INVALID,
        DUPLICATE,
        SUPPRESSED
    }
}
