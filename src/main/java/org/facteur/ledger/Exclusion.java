package org.facteur.ledger;

/**
 * A row of the contacts file that is not written to.
 *
 * @param line where it begins in the file
 * @param email the cell as it stands there
 * @param detail for the owner: what is wrong, what to write instead
 */
public record Exclusion(long line, Reason reason, String email, String detail) {

    /** Why. */
    public enum Reason {
        INVALID,
        DUPLICATE,
        SUPPRESSED
    }
}
