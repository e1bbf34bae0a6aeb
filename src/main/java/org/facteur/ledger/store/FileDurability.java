package org.facteur.ledger.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a commit really is on the disk: a full one would look like a commit to HSQLDB. We look for room beforehand, and at its log
 * afterwards.
 */
final class FileDurability implements Durability {

    private final LogEnd end;
    private final LedgerLog log;
    private final DiskRoom room;

    /**
     * @param end of the log of a database that is open and on which nothing is going on
     * @param log the same one
     */
    FileDurability(LogEnd end, LedgerLog log) {
        this.end = end;
        this.log = log;
        this.room = DiskRoom.of(end.log().resolveSibling(""));
        try {
            end.isWhole();
        } catch (IOException e) {
            throw LedgerException.unwritable(StoreReason.LOOK.of(end.log(), e), e);
        }
    }

    @Override
    public void checkRoom() {
        try {
            room.check();
        } catch (LedgerException full) {
            if (room.isUsedUp()) {
                end.doubt();
            }
            throw full;
        }
    }

    @Override
    public void checkReserve() {
        if (room.isUsedUp()) {
            checkRoom();
        }
    }

    @Override
    public void commit(Connection connection) throws SQLException {
        log.commit(connection);
    }

    @Override
    public LogMark sync() throws IOException {
        LogMark mark;
        try {
            mark = log.sync();
        } catch (IOException e) {
            throw lost(e);
        }
        if (!log.isWritten()) {
            throw lost(null);
        }
        end.isWholeAt(mark.length());
        return mark;
    }

    private LedgerException lost(@Nullable IOException cause) {
        end.doubt();
        return LedgerException.unwritable(StoreReason.RECORD.of(end.log()), cause);
    }
}
