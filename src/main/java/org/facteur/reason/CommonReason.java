package org.facteur.reason;

/** How reasons are put together. */
enum CommonReason implements ReasonKey {
    VERBATIM,
    AT,
    ABOUT,
    SEVERAL,
    LINES,
    ALL,
    EITHER,
    AND
}
