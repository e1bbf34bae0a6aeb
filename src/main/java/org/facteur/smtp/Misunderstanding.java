package org.facteur.smtp;

/** Whether a server can take several commands at once, as it says it can. */
public enum Misunderstanding {
    NONE,
    /** It hung up on a group, which may have other reasons. */
    POSSIBLE,
    /** It answered a group out of order or not at all, or complained of it. */
    CERTAIN;

    /**
     * What a refusal in a group shows: an end that may be for the group's sake (421), 503 (bad sequence of commands), or what servers say of
     * clients that do not wait.
     */
    static Misunderstanding in(Response refusal) {
        if (refusal.code() == 421) {
            return POSSIBLE;
        }
        return refusal.code() == 503 || refusal.text().matches("(?is).*(synchroni[sz]|pipelin).*") ? CERTAIN : NONE;
    }
}
