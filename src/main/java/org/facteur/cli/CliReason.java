package org.facteur.cli;

import org.facteur.reason.ReasonKey;

/** What may be wrong with what is typed, or with where a command was given. */
enum CliReason implements ReasonKey {
    LOCK_DELETED
}
