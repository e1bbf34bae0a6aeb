package org.facteur.ledger;

import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/** Texts as columns hold them. */
final class Text {

    private Text() {}

    /** As {@link Reason#kept} reads it back. */
    static @Nullable String kept(@Nullable Reason reason, int most) {
        return reason == null ? null : cut(reason.toKept(most), most);
    }

    /** What {@link #kept} wrote. */
    static @Nullable Reason reason(@Nullable String kept) {
        return kept == null ? null : Reason.kept(kept);
    }

    /** No longer than the column; servers can say a lot. Without NUL, which PostgreSQL keeps in no text. */
    static @Nullable String cut(@Nullable String text, int most) {
        if (text == null) {
            return null;
        }
        String kept = text.replace('\0', '\uFFFD');
        if (kept.length() <= most) {
            return kept;
        }
        // Half of a character beyond the basic plane would be none.
        int end = Character.isHighSurrogate(kept.charAt(most - 2)) ? most - 2 : most - 1;
        return kept.substring(0, end) + "…";
    }
}
