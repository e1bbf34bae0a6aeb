package org.facteur.verdict;

/** A file of reply rules cannot be used; the message says where, what, and what to write instead. */
public final class ReplyRulesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ReplyRulesException(String message) {
        super(message);
    }
}
