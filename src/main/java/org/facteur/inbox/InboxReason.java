package org.facteur.inbox;

import org.facteur.reason.ReasonKey;

/** What can be said of what came back, besides {@link ReturnKind}. */
enum InboxReason implements ReasonKey {
    EXPLAIN_IS,
    EXPLAIN_RECIPIENT,
    EXPLAIN_BAD,
    EXPLAIN_NOT_BAD,
    EXPLAIN_SAID,
    FILE_NONE,
    FILE_DEVICE,
    LIST_NONE,
    FILE_UNREADABLE,
    SUPPRESSED_OWNER,
    SUPPRESSED_IMPORT,
    SUPPRESSED_BOUNCE,
    SUPPRESSED_COMPLAINT,
    SUPPRESSED_UNSUBSCRIBE,
    PROOF_COPY,
    PROOF_RETURN,
    MAILBOX_LOGIN,
    MAILBOX_FOLDER,
    MAILBOX_UNREACHED,
    LINK_NOBODY,
    LINK_NONE
}
