package org.facteur.pace;

import org.facteur.reason.ReasonKey;

/** What may be wrong with a figure of the pace. */
enum PaceReason implements ReasonKey {
    LIMIT
}
