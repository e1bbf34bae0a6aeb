package org.facteur.ledger;

import org.facteur.reason.ReasonKey;

/** What may be wrong with what a ledger is told, and what became of a letter where no server said it. */
enum LedgerReason implements ReasonKey {
    OPEN,
    STATE,
    OPEN_NOT,
    DIED,
    LEASE
}
