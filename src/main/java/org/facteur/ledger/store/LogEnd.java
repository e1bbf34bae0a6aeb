package org.facteur.ledger.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the embedded ledger's log is known to be whole. A disk that fills up in the middle of a write leaves half a record in it, and
 * HSQLDB writes the whole one behind that as soon as a few bytes are free again: a log that can never be read. Nothing behind the last
 * commit that was seen on the disk was ever relied on, no dot was sent for it; so it is cut off, which needs no room.
 */
final class LogEnd implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogEnd.class);

    private static final long UNKNOWN = -1;

    private final Path log;
    private volatile long whole = UNKNOWN;
    private volatile boolean doubted;

    /** @param ledger the database's path without a suffix */
    LogEnd(Path ledger) {
        this.log = ledger.toAbsolutePath().resolveSibling(ledger.getFileName() + ".log");
    }

    Path log() {
        return log;
    }

    /** The log ends here, and is whole. */
    void isWholeAt(long length) {
        whole = length;
    }

    /** The same, for as long as it is now. */
    void isWhole() throws IOException {
        whole = Files.exists(log) ? Files.size(log) : 0;
    }

    /** A write may have ended in the middle. */
    void doubt() {
        doubted = true;
    }

    /** Once the database is closed. */
    @Override
    public void close() {
        try {
            boolean full =
                    Files.exists(log) && DiskRoom.of(log.resolveSibling("")).isUsedUp();
            if ((doubted || full) && whole != UNKNOWN && Files.exists(log) && Files.size(log) > whole) {
                try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
                    file.truncate(whole);
                    file.force(true);
                }
            }
        } catch (IOException | LedgerException e) {
            LOG.warn("{} cannot be cut back to its last whole record", log, e);
        }
    }
}
