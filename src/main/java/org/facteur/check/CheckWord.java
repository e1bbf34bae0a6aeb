package org.facteur.check;

import org.facteur.reason.ReasonKey;

/** What is said of a finding. */
enum CheckWord implements ReasonKey {
    ACCEPTED_BEFORE,
    REQUIRED,
    REFUSAL
}
