package org.facteur.message.dkim;

import org.facteur.reason.ReasonKey;

/** Why what a file holds is no key to sign with, or a word no selector. */
enum DkimReason implements ReasonKey {
    DKIM_KEY_NONE,
    DKIM_KEY_PUBLIC,
    DKIM_KEY_ENCRYPTED,
    DKIM_KEY_BROKEN,
    DKIM_KEY_OTHER,
    DKIM_KEY_SHORT,
    DKIM_SELECTOR
}
