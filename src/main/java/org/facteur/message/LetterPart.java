package org.facteur.message;

/** Part of a letter. */
public enum LetterPart {
    SUBJECT,
    HTML,
    TEXT
}
