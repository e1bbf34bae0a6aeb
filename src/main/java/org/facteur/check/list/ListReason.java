package org.facteur.check.list;

import org.facteur.reason.ReasonKey;

/** What may be said of a list of addresses, and of those who receive so many letters. */
enum ListReason implements ReasonKey {
    LIST_EMPTY_ADVICE,
    LIST_GROWTH,
    LIST_GROWTH_ADVICE,
    LIST_HOUSEHOLD,
    LIST_HOUSEHOLD_ADVICE,
    LIST_TYPO,
    LIST_TYPO_ADVICE,
    LIST_ROLE,
    LIST_ROLE_ADVICE,
    LIST_DISPOSABLE,
    LIST_DISPOSABLE_ADVICE,
    LIST_NO_DOMAIN,
    LIST_NO_MAIL,
    LIST_GONE_ADVICE,
    LIST_UNKNOWN,
    UNSUBSCRIBE_MISSING,
    UNSUBSCRIBE_ADVICE,
    UNSUBSCRIBE_ONE_CLICK,
    UNSUBSCRIBE_ONE_CLICK_ADVICE,
    RECEIVER_GMAIL,
    RECEIVER_GMAIL_BULK,
    RECEIVER_YAHOO,
    RECEIVER_OUTLOOK,
    RECEIVER_LAPOSTE,
    RECEIVER_ORANGE
}
