package org.facteur.message;

import org.facteur.reason.ReasonKey;

/** Part of a letter. */
public enum LetterPart implements ReasonKey {
    SUBJECT,
    HTML,
    TEXT
}
