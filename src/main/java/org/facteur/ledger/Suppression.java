package org.facteur.ledger;

import java.time.Instant;
import org.facteur.address.EmailAddress;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * An address that is not written to any more.
 *
 * @param reason for the owner, and for the list of who is left out
 * @param evidence what shows it, such as a server's reply; null: the owner's word
 */
public record Suppression(
        EmailAddress address, Reason reason, @Nullable String evidence, Instant since) {

    private static final String BOUNCE = "inbox.suppressed.bounce";

    /** Whether nobody but a server said so. An answer shows that it was wrong, and what a person wants goes before it. */
    boolean isServersWord() {
        return reason.key().equals(BOUNCE);
    }
}
