package org.facteur.job.send;

import java.util.function.Supplier;
import org.facteur.campaign.Campaign;
import org.facteur.dispatch.queue.Choice;
import org.facteur.ledger.Delivery;
import org.facteur.message.Letter;
import org.facteur.relay.Relay;

/**
 * A letter that was chosen, and which relay carries it.
 *
 * @param letter merges it, each time it is asked
 */
record Assignment(Choice.Send send, Delivery delivery, Supplier<Letter> letter) {

    /** Before the processor has said how it is merged; or where another process merges it. */
    static Assignment unmerged(Choice.Send send, Delivery delivery) {
        return new Assignment(send, delivery, () -> {
            throw new IllegalStateException("delivery " + delivery.id() + " is not merged here");
        });
    }

    /** The relay that carries it. */
    Relay relay(Campaign campaign) {
        return campaign.relays().get(send.lane()).relay();
    }

    Assignment with(Supplier<Letter> merge) {
        return new Assignment(send, delivery, merge);
    }
}
