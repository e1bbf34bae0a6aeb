package org.facteur.relay;

import org.facteur.reason.ReasonKey;

/** What may be wrong between a relay and us. */
enum RelayReason implements ReasonKey {
    TOO_LARGE
}
