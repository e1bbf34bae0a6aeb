package org.facteur.ledger.store;

import java.sql.Connection;
import java.sql.SQLException;

/** What a writer has of the ledger: the connection it writes with, and whether it can have it back once that is lost. */
interface WriterConnection {

    /** Another one once it was lost. */
    Connection connection();

    /** Whether a statement costs a round trip. */
    boolean isRemote();

    /** Last in each group, before it is committed. */
    void mark(Statements statements) throws SQLException;

    /** The commit of a marked group has been acknowledged. */
    void committed();

    /**
     * Waits until the ledger can be written to again.
     *
     * @param failure what a group met, marked or not
     * @return whether it has been committed all the same: a server may go away between a commit and its answer
     * @throws LedgerException when it cannot be, or somebody else has written to it since
     */
    boolean regain(Throwable failure) throws InterruptedException;

    /** Of files: they do not go away, and what fails once has failed. */
    static WriterConnection of(Connection connection) {
        return new WriterConnection() {
            @Override
            public Connection connection() {
                return connection;
            }

            @Override
            public boolean isRemote() {
                return false;
            }

            @Override
            public void mark(Statements statements) {}

            @Override
            public void committed() {}

            @Override
            public boolean regain(Throwable failure) {
                throw failure instanceof LedgerException told ? told : LedgerException.unwritable(failure);
            }
        };
    }
}
