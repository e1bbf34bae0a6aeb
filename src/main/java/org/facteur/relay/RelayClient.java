package org.facteur.relay;

import org.facteur.message.Letter;

/**
 * One connection slot at one relay: opened when first needed, kept between letters, renewed when it breaks or has carried
 * its number of messages. Not for use by two threads at once.
 */
public interface RelayClient extends AutoCloseable {

    /**
     * One transaction for one recipient. Everything the relay or the network does is a value; what the seal throws is thrown.
     */
    Submission submit(Envelope envelope, Letter letter, Seal seal);

    /** Ends the connection so that the next letter takes a fresh one. */
    void renew();

    @Override
    void close();
}
