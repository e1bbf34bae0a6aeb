package org.facteur.dispatch;

import org.facteur.reason.ReasonKey;

/** Whose limits letters wait for, and who asked to hold back. */
enum DispatchReason implements ReasonKey {
    PAUSE,
    ASKED,
    USED,
    WAY,
    RELAY,
    CAMPAIGN
}
