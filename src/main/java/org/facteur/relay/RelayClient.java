package org.facteur.relay;

import java.util.function.Supplier;
import org.facteur.message.Letter;
import org.jspecify.annotations.Nullable;

/**
 * One connection slot at one relay: opened when first needed, kept between letters, renewed when it breaks or has carried
 * its number of messages. Not for use by two threads at once.
 */
public interface RelayClient extends AutoCloseable {

    /**
     * One transaction for one recipient. Everything the relay or the network does is a value; what the seal throws is thrown.
     */
    Submission submit(Envelope envelope, Letter letter, Seal seal);

    /**
     * A letter, and over the same connection those that may follow at once: a relay that takes several commands at a time is asked for the
     * next with the final dot of the one before. Each that was taken is told how it went, in order.
     *
     * @param following the next letter that may leave now; null when there is none, or none needs to be known yet
     */
    default void carry(Mailpiece first, Supplier<@Nullable Mailpiece> following) {
        first.ended(submit(first.envelope(), first.letter(), first::seal));
    }

    /** Ends the connection so that the next letter takes a fresh one. */
    void renew();

    /**
     * Ends the connection at once, whatever is waited for, and waits for none that is being opened. Nothing is to be submitted any more. The only
     * method that another thread may call.
     */
    default void breakOff() {}

    @Override
    void close();
}
