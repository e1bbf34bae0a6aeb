package org.facteur.verdict;

import java.util.Locale;
import org.facteur.reason.ReasonKey;

/** What a reply speaks of, and so what a reaction reaches. */
public enum Scope implements ReasonKey {
    RECIPIENT,
    DOMAIN,
    RELAY,
    RUN;

    /** As it stands in JSON and in rule files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
