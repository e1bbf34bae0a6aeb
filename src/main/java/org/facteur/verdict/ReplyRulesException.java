package org.facteur.verdict;

import org.facteur.reason.ExitCodes;
import org.facteur.reason.Mendable;
import org.facteur.reason.Reason;
import org.facteur.reason.ReasonedException;

/** A file of reply rules cannot be used; the reason says where, what, and what to write instead. */
public final class ReplyRulesException extends ReasonedException implements Mendable {

    private static final long serialVersionUID = 1L;

    ReplyRulesException(Reason reason) {
        super(reason, null);
    }

    @Override
    public int exitCode() {
        return ExitCodes.CONFIG;
    }
}
