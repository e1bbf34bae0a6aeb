package org.facteur.check.mailing;

import org.facteur.reason.ReasonKey;

/** What is said of all the letters of a mailing together. */
enum MailingReason implements ReasonKey {
    LETTERS,
    LETTERS_ALL,
    BROKEN,
    BROKEN_ADVICE,
    ALIKE,
    ALIKE_ADVICE,
    ALIKE_VALUE,
    ALIKE_VALUE_ADVICE,
    LEAK,
    LEAK_ADVICE,
    LEAK_CELL,
    LEAK_CELL_ADVICE,
    FORBIDDEN,
    FORBIDDEN_ADVICE,
    HOLLOW,
    HOLLOW_ADVICE,
    MACRO,
    MACRO_ADVICE,
    UNANSWERED,
    FAILED
}
