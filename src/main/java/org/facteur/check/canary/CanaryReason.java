package org.facteur.check.canary;

import org.facteur.reason.ReasonKey;

/** What is said of letters to mailboxes of one's own. */
enum CanaryReason implements ReasonKey {
    CANARY_JUNK,
    CANARY_JUNK_ADVICE,
    CANARY_SPF,
    CANARY_SPF_ADVICE,
    CANARY_DKIM,
    CANARY_DKIM_ADVICE,
    CANARY_DMARC,
    CANARY_DMARC_ADVICE,
    CANARY_UNSAID,
    CANARY_UNSAID_ADVICE,
    CANARY_MISSING,
    CANARY_MISSING_ADVICE,
    CANARY_REFUSED,
    CANARY_REFUSED_ADVICE,
    CANARY_UNSENT,
    CANARY_UNSENT_ADVICE,
    CANARY_UNREAD,
    CANARY_UNREAD_ADVICE
}
