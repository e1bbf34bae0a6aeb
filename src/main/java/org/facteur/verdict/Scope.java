package org.facteur.verdict;

import java.util.Locale;

/** What a reply speaks of, and so what a reaction reaches. */
public enum Scope {
    RECIPIENT,
    DOMAIN,
    RELAY,
    RUN;

    /** As it stands in JSON and in rule files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
