package org.facteur.relay;

/** Opens connection slots at relays. */
@FunctionalInterface
public interface RelaySlots {

    /**
     * One slot; it connects when its first letter is submitted.
     *
     * @param ehloName the domain that EHLO says
     * @throws IllegalArgumentException when the relay's settings cannot be used
     */
    RelayClient open(Relay relay, String ehloName);
}
