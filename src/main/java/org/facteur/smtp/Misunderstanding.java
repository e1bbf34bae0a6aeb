package org.facteur.smtp;

/** Whether a server can take several commands at once, as it says it can. */
public enum Misunderstanding {
    NONE,
    /** It hung up on a group, which may have other reasons. */
    POSSIBLE,
    /** It answered a group out of order, or complained of it. */
    CERTAIN
}
