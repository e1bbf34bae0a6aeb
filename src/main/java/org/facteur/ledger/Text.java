package org.facteur.ledger;

import org.jspecify.annotations.Nullable;

/** Texts as columns hold them. */
final class Text {

    private Text() {}

    /** No longer than the column; servers can say a lot. */
    static @Nullable String cut(@Nullable String text, int most) {
        return text == null || text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }
}
