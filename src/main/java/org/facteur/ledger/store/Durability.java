package org.facteur.ledger.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** How a commit comes to be on the disk, and whether it really is: asked before and after each. */
interface Durability {

    /** A database server vouches for its commits itself. */
    Durability OF_THE_SERVER = new Durability() {
        @Override
        public void checkRoom() {}

        @Override
        public void checkReserve() {}

        @Override
        public void commit(Connection connection) throws SQLException {
            connection.commit();
        }

        @Override
        public @Nullable LogMark sync() {
            return null;
        }
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

    /** Commits what need not be on the disk before {@link #sync} returns. */
    void commit(Connection connection) throws SQLException;

    /**
     * What has been committed, by anybody, is on the disk when it returns.
     *
     * @return what is there; null where it is not known
     * @throws LedgerException when it is not
     * @throws IOException when that cannot be found out
     */
    @Nullable
    LogMark sync() throws IOException;
}
