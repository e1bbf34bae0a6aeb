package org.facteur.dispatch.queue;

import org.facteur.reason.ReasonKey;

/** What letters wait for. */
enum QueueReason implements ReasonKey {
    WINDOW_CLOSED,
    LATER,
    WINDOW,
    PAUSES,
    CONNECTIONS,
    SINGLE,
    BUSY,
    SLOW,
    LIMIT,
    REACHED
}
