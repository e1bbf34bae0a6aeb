package org.facteur.check.sender;

import java.util.Locale;

/** RFC 7208, 2.6. */
enum SpfResult {
    NONE,
    NEUTRAL,
    PASS,
    FAIL,
    SOFTFAIL,
    TEMPERROR,
    PERMERROR;

    /** As it is written in header fields. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
