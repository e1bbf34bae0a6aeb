package org.facteur.relay;

/** What must be durable before the final dot leaves. */
@FunctionalInterface
public interface Seal {

    /**
     * Called when all of the letter but its final dot has been written. The dot is sent when this returns, and never when it
     * throws: then the connection is dropped.
     *
     * @throws RuntimeException when the ledger cannot be written; it reaches the caller of {@link RelayClient#submit}
     */
    void beforeFinalDot();
}
