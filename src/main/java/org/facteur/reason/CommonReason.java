package org.facteur.reason;

/** How reasons are put together. */
enum CommonReason implements ReasonKey {
    VERBATIM,
    AT,
    BECAUSE,
    ABOUT,
    SEVERAL,
    LINES,
    ALL,
    EITHER,
    AND
}
