package org.facteur.cli;

import org.facteur.reason.ReasonKey;

/** What may be wrong with what is typed, or with where a command was given. */
enum CliReason implements ReasonKey {
    LOCK_DELETED,
    CUT_OFF,
    ANOTHER,
    UNDECIDED,
    PARAMETER,
    WORD,
    LIMIT,
    FOLDER,
    FOLDER_FULL,
    FOLDER_OWN,
    PRESET,
    PORT,
    MISSING_PARAMETER,
    MISSING_PARAMETERS,
    MISSING_OPTION,
    MISSING_OPTIONS,
    MISSING_VALUE,
    UNKNOWN_OPTION,
    UNKNOWN_OPTIONS,
    UNMATCHED,
    NO_COMMAND,
    UNMATCHED_SEVERAL,
    ONCE,
    CHOICE,
    WRONG,
    WRONG_NUMBER,
    EXCLUSIVE,
    SOLUTIONS,
    MEANT,
    MISSING_COMMAND,
    ZONE,
    ANOTHER_PID,
    DKIM_THERE,
    DKIM_UNWRITTEN,
    WORKER_NAME
}
