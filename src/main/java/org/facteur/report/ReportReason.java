package org.facteur.report;

import org.facteur.reason.ReasonKey;

/** What a report or status says of its own, and what cannot be exported. */
enum ReportReason implements ReasonKey {
    DIED,
    LEDGER_NONE,
    CAMPAIGN_NONE,
    STATE,
    LIMIT_CAMPAIGN,
    LIMIT_RELAY
}
