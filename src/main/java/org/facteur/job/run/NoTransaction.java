package org.facteur.job.run;

import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;

/**
 * For a step of chunks that holds no transaction: the ledger commits on a connection of its own. Nor does the step hold a connection, as it would with
 * Spring's synchronization, which keeps the first one that a chunk asks for until the chunk ends: for as long as it waits for a limit, and, once the
 * database has been away, a dead one.
 */
public final class NoTransaction extends ResourcelessTransactionManager {

    public NoTransaction() {
        setTransactionSynchronization(SYNCHRONIZATION_NEVER);
    }
}
