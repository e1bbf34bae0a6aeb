package org.facteur.check;

import org.facteur.reason.ReasonKey;

/** What to write instead in a letter. */
enum LetterAdvice implements ReasonKey {
    WRITE_DEFAULT,
    SEE_TEMPLATE,
    EMPTY_CELL,
    GREET_ALL,
    SEE_ENCODING,
    WRITE_SMALL,
    WRITE_ALT,
    PUT_INLINE,
    WRITE_WORDS,
    LEAVE_TEXT,
    NAME_HTML,
    SHORTEN,
    LINK_FILES,
    SAY_TARGET,
    WHOLE_LINK,
    REAL_LINK,
    NAME_HOST,
    LINK_PAGE
}
