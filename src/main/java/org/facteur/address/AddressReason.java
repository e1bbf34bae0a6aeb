package org.facteur.address;

import org.facteur.reason.ReasonKey;

/** What may be wrong with an address. */
enum AddressReason implements ReasonKey {
    CELL_LONG,
    EMPTY,
    AT_NONE,
    AT_TWO,
    TWO,
    AT_BEFORE,
    AT_AFTER,
    FORMULA,
    ENCODED_WORD,
    COMMENT,
    SPACE,
    COMMA,
    DOTS,
    DOT_AT,
    DOT_EDGE,
    NUMBER,
    UNREADABLE,
    UNSEEN,
    ALPHABETS,
    LOCAL_LONG,
    LONG,
    ENDING,
    DOMAIN,
    NONE,
    NONE_WHY,
    DOMAIN_EMPTY,
    DOMAIN_LONG,
    DOMAIN_TWO,
    DOMAIN_IDN
}
