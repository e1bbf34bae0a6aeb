package org.facteur.campaign;

/** What becomes of a letter whose final dot was sent and never answered. */
public enum OnDoubt {
    /** It waits for {@code facteur resolve}: nobody is written to twice. */
    HOLD,
    /** It is sent again, as often as {@code retry} has delays: nobody is forgotten. */
    RESEND
}
