package org.facteur.ledger;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a campaign's letters since they were enlisted.
 *
 * @param digest of contacts and letter, as they were enlisted last, whole and without error; null: a pass did not get to its end
 * @param largestLetter bytes of the largest letter that is to be sent; null: those that wait are to be merged once more
 * @param putBack letters are to be sent after all that did not wait when the others were merged
 */
public record Enlisted(@Nullable String digest, @Nullable Long largestLetter, boolean putBack) {

    /** The ledger's version from which on it is known. */
    public static final int SINCE = 13;
}
