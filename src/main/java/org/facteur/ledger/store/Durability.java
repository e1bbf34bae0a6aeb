package org.facteur.ledger.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Whether a commit really is on the disk: asked before and after each. */
interface Durability extends AutoCloseable {

    /** A database server vouches for its commits itself. */
    Durability OF_THE_SERVER = new Durability() {
        @Override
        public void checkRoom() {}

        @Override
        public void checkReserve() {}

        @Override
        public @Nullable LogMark checkCommitted() {
            return null;
        }

        @Override
        public void close() {}
    };

    /**
     * Before something begins.
     *
     * @throws LedgerException when what is left of the disk is kept for what has begun
     */
    void checkRoom();

    /**
     * Before a commit.
     *
     * @throws LedgerException when that is used up, too
     */
    void checkReserve();

    /**
     * After a commit.
     *
     * @return what is on the disk; null where it cannot be told at this moment
     * @throws LedgerException when the commit is not
     */
    @Nullable
    LogMark checkCommitted() throws IOException;

    /** Once nothing is written any more. */
    @Override
    void close() throws IOException;
}
