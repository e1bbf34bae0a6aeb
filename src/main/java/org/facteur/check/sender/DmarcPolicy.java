package org.facteur.check.sender;

import java.util.Locale;

/** What receivers are asked to do with letters that nothing aligned vouches for (RFC 9989, 4.7). */
enum DmarcPolicy {
    NONE,
    QUARANTINE,
    REJECT;

    /** An unknown word counts as {@code none}. */
    static DmarcPolicy read(String word) {
        return switch (word) {
            case "reject" -> REJECT;
            case "quarantine" -> QUARANTINE;
            default -> NONE;
        };
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isEnforced() {
        return this != NONE;
    }

    /** One step, where its owner is only trying it out. */
    DmarcPolicy weaker() {
        return this == REJECT ? QUARANTINE : NONE;
    }
}
