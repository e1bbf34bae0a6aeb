package org.facteur.verdict;

import org.facteur.reason.ExitCodes;
import org.facteur.reason.Mendable;

/** A file of reply rules cannot be used; the message says where, what, and what to write instead. */
public final class ReplyRulesException extends RuntimeException implements Mendable {

    private static final long serialVersionUID = 1L;

    ReplyRulesException(String message) {
        super(message);
    }

    @Override
    public int exitCode() {
        return ExitCodes.CONFIG;
    }
}
