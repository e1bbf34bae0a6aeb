package org.facteur.ledger.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.springframework.jdbc.support.SQLExceptionTranslator;

/** Where a ledger is kept: how it is opened there, and what to tell the owner when it cannot be. */
public sealed interface LedgerStore extends SQLExceptionTranslator, AutoCloseable permits LedgerFiles, LedgerServer {

    String url();

    /** User, password and the driver's own settings. */
    Properties properties();

    /**
     * Before a run.
     *
     * @throws LedgerException when what is there is no place for a ledger, or a damaged one
     */
    void check();

    /**
     * A connection to the ledger; empty where no run has made one yet.
     *
     * @throws LedgerException when there is one that cannot be opened
     */
    Optional<Connection> open();

    /**
     * Takes it for writing, with commits that are synced; until the connection ends, no run of another home can.
     *
     * @throws LedgerException when one has it, or commits would not be synced
     */
    void claim(Connection connection) throws SQLException;

    /**
     * How commits are known to be on the disk. Once the database is open, and before anything goes on in it.
     *
     * @param connection the writer's
     */
    Durability durability(Connection connection) throws SQLException;

    /**
     * The ledger's one writer.
     *
     * @param connection claimed, and its own; closed with it
     * @param patience with a server that goes away
     * @param committed is told of each commit
     */
    default GroupCommit writer(Connection connection, ReconnectPolicy patience, GroupCommit.Committed committed)
            throws SQLException {
        Durability durability = durability(connection);
        durability.checkRoom();
        Epoch epoch = Epoch.begin(connection);
        try {
            // A full disk may have swallowed it, and the witness must not know more than the ledger.
            durability.sync();
        } catch (IOException e) {
            throw LedgerException.unwritable(e);
        }
        witness().remember(epoch);
        return new GroupCommit(writing(connection, epoch, patience), durability, committed);
    }

    /** What a writer has of it. */
    WriterConnection writing(Connection connection, Epoch epoch, ReconnectPolicy patience) throws SQLException;

    /** What the ledger is known to have held. */
    Witness witness();

    /** As messages name it. */
    String place();

    /** Whether a run of another home writes to it. Those of the same home hold its lock. */
    boolean isInUse(Connection connection) throws SQLException;

    /** The failure itself, unless it comes from where the ledger is kept. */
    RuntimeException explain(RuntimeException failure);

    /** Once the database is closed. */
    @Override
    void close();
}
