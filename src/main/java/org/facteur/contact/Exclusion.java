package org.facteur.contact;

import java.util.Map;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A row of the contacts file that is not written to.
 *
 * @param email the address; where there is none, the cell as it stands there, or the whole row where its cells cannot be told apart
 * @param reason for the owner: what is wrong, what to write instead
 * @param values of its columns; null where they cannot be told apart, or nobody needs them
 */
public record Exclusion(
        long line,
        Kind kind,
        String email,
        Reason reason,
        @Nullable Map<String, String> values) implements Listed {

    public Exclusion(long line, Kind kind, String email, Reason reason) {
        this(line, kind, email, reason, null);
    }

    /** How it is counted. */
    public enum Kind {
        INVALID,
        DUPLICATE,
        SUPPRESSED
    }
}
