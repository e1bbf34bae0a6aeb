package org.facteur.job.send;

import org.facteur.dispatch.queue.Choice;
import org.facteur.ledger.Delivery;
import org.facteur.message.Letter;
import org.jspecify.annotations.Nullable;

/** A letter that was chosen, with its lane; the processor adds the letter itself. */
record Assignment(
        Choice.Send send, Delivery delivery, @Nullable Letter letter) {

    Assignment with(Letter composed) {
        return new Assignment(send, delivery, composed);
    }
}
