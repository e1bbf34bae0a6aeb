package org.facteur.contact;

/**
 * A row of the contacts file that is not written to.
 *
 * @param email the address; where there is none, the cell as it stands there, or the whole row where its cells cannot be told apart
 * @param detail for the owner: what is wrong, what to write instead
 */
public record Exclusion(long line, Reason reason, String email, String detail) implements Listed {

    /** Why. */
    public enum Reason {
        INVALID,
        DUPLICATE,
        SUPPRESSED
    }
}
