package org.facteur.ledger;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** Room on the disk that holds the ledger. What there is belongs to the ledger first. */
public final class DiskRoom {

    /** For the log until the next look, for a checkpoint's files, and for Spring Batch's own records. */
    private static final long LEAST_FREE_BYTES = 8L << 20;

    /** More than is written at once. */
    private static final long LEAST_WRITE_BYTES = 64 << 10;

    private final Path folder;
    private final FileStore disk;

    private DiskRoom(Path folder, FileStore disk) {
        this.folder = folder;
        this.disk = disk;
    }

    /**
     * @param folder existing
     * @throws LedgerException when nothing is known of its disk
     */
    public static DiskRoom of(Path folder) {
        try {
            return new DiskRoom(folder.toAbsolutePath(), Files.getFileStore(folder));
        } catch (IOException e) {
            throw unknown(folder, e);
        }
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
            throw LedgerException.unwritable(
                    "the disk that holds " + folder + " is full (" + (free >> 10) + " KiB left); free at least "
                            + (LEAST_FREE_BYTES >> 20) + " MiB and run again",
                    null);
        }
    }

    private long free() {
        try {
            return disk.getUsableSpace();
        } catch (IOException e) {
            throw unknown(folder, e);
        }
    }

    private static LedgerException unknown(Path folder, IOException cause) {
        return LedgerException.unwritable("it cannot be told how full the disk of " + folder + " is: " + cause, cause);
    }
}
