package org.facteur.check.sender;

/** Whether something is so. */
enum Known {
    YES,
    NO,
    /** Nobody said. */
    UNKNOWN
}
