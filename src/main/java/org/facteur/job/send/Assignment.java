package org.facteur.job.send;

import org.facteur.campaign.Campaign;
import org.facteur.dispatch.queue.Choice;
import org.facteur.ledger.Delivery;
import org.facteur.message.Letter;
import org.facteur.relay.Relay;
import org.jspecify.annotations.Nullable;

/** A letter that was chosen, and which relay carries it; the processor adds the letter itself. */
record Assignment(
        Choice.Send send, Delivery delivery, @Nullable Letter letter) {

    /** The relay that carries it. */
    Relay relay(Campaign campaign) {
        return campaign.relays().get(send.lane()).relay();
    }

    Assignment with(Letter composed) {
        return new Assignment(send, delivery, composed);
    }
}
