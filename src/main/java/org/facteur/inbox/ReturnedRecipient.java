package org.facteur.inbox;

import org.facteur.verdict.Category;
import org.jspecify.annotations.Nullable;

/**
 * Whom a returned message is about.
 *
 * @param address in lower case, as the message names it; of an answer, the one who wrote
 * @param failed whether the letter will not arrive: not so for a delay, an answer and the like
 * @param category why the letter did not arrive; null where nothing says so
 * @param status RFC 3463's code; null where there is none
 * @param diagnostic what the server said, on one line; null where it said nothing
 */
public record ReturnedRecipient(
        String address,
        boolean failed,
        @Nullable Category category,
        @Nullable String status,
        @Nullable String diagnostic) {

    /** Somebody who wrote, or was only delayed: nothing is said of the address. */
    static ReturnedRecipient named(String address) {
        return new ReturnedRecipient(address, false, null, null, null);
    }

    /**
     * Whether the address is bad: no such user, no such domain, and its server does not go on trying. A code of the 4yz class that ended in
     * failure says only that time ran out.
     */
    public boolean permanent() {
        boolean bad = category == Category.NO_SUCH_USER || category == Category.BAD_DOMAIN;
        return failed && bad && !(status != null && status.startsWith("4"));
    }
}
