package org.facteur.check.filter;

import org.facteur.reason.ReasonKey;

/** What filters say, and what to do about it. */
enum FilterReason implements ReasonKey {
    SPAM_SCORE,
    SPAM_SCORE_ADVICE,
    SPAM_RULE,
    SPAM_UNKNOWN,
    VIRUS,
    VIRUS_ADVICE,
    VIRUS_UNKNOWN,
    FILTER_AGAIN,
    ADVICE_WORDS,
    ADVICE_MORE,
    ADVICE_SAME,
    ADVICE_LINK,
    ADVICE_CAPS,
    ADVICE_REPLY_TO,
    ADVICE_FREEMAIL,
    ADVICE_ENVELOPE,
    ADVICE_CONTRAST,
    ADVICE_REMOTE,
    ADVICE_SUBJECT,
    ADVICE_DISPLAY,
    ADVICE_FILE,
    ADVICE_TARGET,
    ADVICE_HOST,
    ADVICE_WORDING,
    ADVICE_OTHER
}
