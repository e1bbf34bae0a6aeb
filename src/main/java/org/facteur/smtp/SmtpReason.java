package org.facteur.smtp;

import org.facteur.reason.ReasonKey;

/** What may be wrong with a conversation. */
enum SmtpReason implements ReasonKey {
    CLOSED,
    CLOSED_WITHIN,
    STEP_NONE,
    STEP_UNASKED,
    STEP_CODES,
    STEP_LONG,
    STEP_DOT,
    STEP_UNFIT,
    STEP_RESET,
    STEP_UNFIT_DOT
}
