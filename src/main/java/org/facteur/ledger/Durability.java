package org.facteur.ledger;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Whether a commit really is on the disk. HSQLDB swallows the error when it cannot write or sync its log (ScriptWriterBase.forceSync
 * logs a warning and returns), so a full disk would look like a commit. We look beforehand, and afterwards at the end of the log.
 */
final class Durability {

    /** Room for the log until the next look, for a checkpoint's files, and for Spring Batch's own records. */
    private static final long LEAST_FREE_BYTES = 8L << 20;

    /** Bytes of the log's end: a few connections' farewells. */
    private static final int TAIL = 512;

    /** An end of line must follow: a commit record that was cut off is none. */
    private static final Pattern COMMITTED = Pattern.compile("(?:^|\\n)COMMIT\\r?\\n\\z");

    private static final Pattern FAREWELLS =
            Pattern.compile("(?:(?<![^\\n])/\\*C\\d+\\*/SET SCHEMA \\w+\\r?\\n|(?<![^\\n])DISCONNECT\\r?\\n)+\\z");

    private final Path log;
    private final FileStore disk;

    /**
     * @param ledger the database's path without a suffix
     */
    Durability(Path ledger) throws IOException {
        this.log = ledger.resolveSibling(ledger.getFileName() + ".log");
        this.disk = Files.getFileStore(ledger.toAbsolutePath().getParent());
    }

    /** Before a commit. */
    void checkRoom() throws IOException {
        long free = disk.getUsableSpace();
        if (free < LEAST_FREE_BYTES) {
            throw LedgerException.unwritable(
                    "the disk that holds " + log.getParent() + " is full (" + (free >> 10)
                            + " KiB left); free at least " + (LEAST_FREE_BYTES >> 20) + " MiB and run again",
                    null);
        }
    }

    /**
     * After a commit: the log ends with it, or has just been emptied by a checkpoint. A connection that was closed since, as a pool does
     * with its old ones, says so behind it.
     */
    void checkCommitted() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long length = file.length();
            byte[] tail = new byte[(int) Math.min(length, TAIL)];
            file.seek(length - tail.length);
            file.readFully(tail);
            String end = FAREWELLS
                    .matcher(new String(tail, StandardCharsets.ISO_8859_1))
                    .replaceFirst("");
            boolean emptied = end.isEmpty() && length <= TAIL;
            if (!emptied && !COMMITTED.matcher(end).find()) {
                throw LedgerException.unwritable(
                        "a record did not reach " + log + "; is the disk or a quota full? Free some room and run again",
                        null);
            }
        }
    }
}
