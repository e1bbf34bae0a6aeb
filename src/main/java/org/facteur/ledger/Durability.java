package org.facteur.ledger;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Whether a commit really is on the disk. HSQLDB swallows the error when it cannot write or sync its log (ScriptWriterBase.forceSync
 * logs a warning and returns), so a full disk would look like a commit. We look beforehand, and afterwards at the end of the log.
 */
final class Durability {

    private static final byte[] COMMIT = "COMMIT".getBytes(StandardCharsets.US_ASCII);

    private final Path log;
    private final DiskRoom room;

    /**
     * @param ledger the database's path without a suffix
     */
    Durability(Path ledger) {
        this.log = ledger.toAbsolutePath().resolveSibling(ledger.getFileName() + ".log");
        this.room = DiskRoom.of(log.resolveSibling(""));
    }

    /** Before a commit. */
    void checkRoom() {
        room.check();
    }

    /** After a commit: the log ends with it, or has just been emptied by a checkpoint. */
    void checkCommitted() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long length = file.length();
            byte[] tail = new byte[(int) Math.min(length, 16)];
            file.seek(length - tail.length);
            file.readFully(tail);
            if (length > 0 && !endsWithCommit(tail)) {
                throw LedgerException.unwritable(
                        "a record did not reach " + log + "; is the disk or a quota full? Free some room and run again",
                        null);
            }
        }
    }

    private static boolean endsWithCommit(byte[] tail) {
        int end = tail.length;
        while (end > 0 && (tail[end - 1] == '\n' || tail[end - 1] == '\r')) {
            end--;
        }
        // An end of line must follow: a commit record that was cut off is none.
        return end < tail.length
                && end >= COMMIT.length
                && Arrays.equals(Arrays.copyOfRange(tail, end - COMMIT.length, end), COMMIT);
    }
}
