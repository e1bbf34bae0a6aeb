package org.facteur.job;

import org.facteur.campaign.JobFileException;
import org.facteur.contact.ContactFileException;
import org.facteur.home.HomeException;
import org.facteur.ledger.LedgerException;
import org.facteur.ledger.LedgerStore;
import org.facteur.message.MissingFileException;
import org.facteur.message.TemplateException;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;
import org.facteur.verdict.ReplyRulesException;
import org.jspecify.annotations.Nullable;

/** What a failure is to its user: something to mend, with its exit code, or our own bug. */
public final class Failures {

    private Failures() {}

    /** The failure that says something to the user; the outermost one where none does. */
    public static Throwable mendable(Throwable failure) {
        for (@Nullable Throwable e = failure; e != null; e = e.getCause()) {
            if (exitCode(e) != ExitCodes.SOFTWARE) {
                return e;
            }
        }
        return failure;
    }

    /** The same, for a run's: where the ledger is kept may be the reason. */
    static Throwable mendable(Throwable failure, LedgerStore store) {
        return mendable(failure instanceof RuntimeException unchecked ? store.explain(unchecked) : failure);
    }

    public static int exitCode(Throwable failure) {
        if (failure instanceof MendableException mendable) {
            return mendable.exitCode();
        } else if (failure instanceof JobFileException jobFile) {
            return jobFile.fileMissing() ? ExitCodes.NO_INPUT : ExitCodes.CONFIG;
        } else if (failure instanceof ContactFileException contacts) {
            return contacts.missing() ? ExitCodes.NO_INPUT : ExitCodes.DATA;
        } else if (failure instanceof ReplyRulesException) {
            return ExitCodes.CONFIG;
        } else if (failure instanceof MissingFileException || failure instanceof HomeException) {
            return ExitCodes.NO_INPUT;
        } else if (failure instanceof TemplateException) {
            return ExitCodes.DATA;
        } else if (failure instanceof LedgerException ledger) {
            return switch (ledger.kind()) {
                case UNREADABLE -> ExitCodes.NO_INPUT;
                case UNWRITABLE -> ExitCodes.TRY_LATER;
                case MISCONFIGURED -> ExitCodes.CONFIG;
            };
        }
        return ExitCodes.SOFTWARE;
    }
}
