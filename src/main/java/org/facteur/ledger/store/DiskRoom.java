package org.facteur.ledger.store;

import java.nio.file.Files;
import java.nio.file.Path;

/** Room on the disk that holds the ledger. What there is belongs to the ledger first. */
public final class DiskRoom {

    /** For the outcomes of letters that are on their way, for a checkpoint's files, and for Spring Batch's own records. */
    private static final long LEAST_FREE_BYTES = 8L << 20;

    /** More than is written at once. */
    private static final long LEAST_WRITE_BYTES = 64 << 10;

    private final Path folder;

    private DiskRoom(Path folder) {
        this.folder = folder;
    }

    /**
     * @param folder existing
     */
    public static DiskRoom of(Path folder) {
        return new DiskRoom(folder.toAbsolutePath());
    }

    /** Whether the ledger may grow. */
    public boolean isThere() {
        return free() >= LEAST_FREE_BYTES;
    }

    /** Whether a write may have found no room at all. */
    boolean isUsedUp() {
        return free() < LEAST_WRITE_BYTES;
    }

    /**
     * Before something is written down.
     *
     * @throws LedgerException when the disk is full
     */
    public void check() {
        long free = free();
        if (free < LEAST_FREE_BYTES) {
            throw LedgerException.unwritable(StoreReason.FULL.of(folder, free >> 10, LEAST_FREE_BYTES >> 20), null);
        }
    }

    /** Asked by path: {@link java.nio.file.FileStore} finds no mount point in a changed root. */
    private long free() {
        long free = folder.toFile().getUsableSpace();
        if (free == 0 && !Files.isDirectory(folder)) {
            throw LedgerException.unwritable(StoreReason.ROOM.of(folder), null);
        }
        return free;
    }
}
