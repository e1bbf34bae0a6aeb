package org.facteur.contact;

import org.facteur.reason.ReasonKey;

/** What may be wrong with the contacts file or with a row of it. */
public enum ContactReason implements ReasonKey {
    ROW_DUPLICATE_LINE,
    ROW_DUPLICATE,
    ROW_CELLS,
    ROW_HEADING,
    COMMA,
    SEMICOLON,
    TAB,
    BAR,
    NONE,
    FOLDER,
    ARCHIVE,
    BYTES,
    CHARSET_TWO,
    CHARSET_NONE,
    EMPTY,
    UNREADABLE,
    UNREADABLE_LINE,
    EMAIL,
    COLUMN,
    HEADING_NONE,
    HEADING_CONTACT,
    HEADING_TWO,
    HEADING_SAME,
    QUOTE_LONG,
    QUOTE_OPEN,
    QUOTE_TEXT,
    WHERE_BAD,
    WHERE_UNKNOWN,
    WHERE_COLUMN,
    WHERE_OPERATOR,
    WHERE_VALUE,
    WHERE_JOINT,
    WHERE_REST,
    WHERE_QUOTE
}
