package org.facteur.check.dns;

import java.util.concurrent.CompletableFuture;

/** Somebody to ask; any number of threads may. */
@FunctionalInterface
public interface Dns {

    /**
     * Asks at once and waits for nothing.
     *
     * @param name in ASCII, with or without the final dot; one that can be none has no records
     * @return completes with an answer, never with a failure
     */
    CompletableFuture<DnsAnswer> asking(String name, RecordType type);

    /** Asks now what {@link #ask} is to be asked later, so that this waits less. */
    default void askAhead(String name, RecordType type) {
        var unused = asking(name, type);
    }

    /** Asks, and waits for the answer. */
    default DnsAnswer ask(String name, RecordType type) {
        return asking(name, type).join();
    }
}
