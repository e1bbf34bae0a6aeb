package org.facteur.ledger;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Whether a commit really is on the disk. HSQLDB swallows the error when it cannot write or sync its log (ScriptWriterBase.forceSync
 * logs a warning and returns), so a full disk would look like a commit. We look beforehand, and afterwards at the end of the log.
 */
final class Durability {

    /** Bytes of the log's end: a few connections' farewells. */
    private static final int TAIL = 512;

    /** An end of line must follow: a commit record that was cut off is none. */
    private static final Pattern COMMITTED = Pattern.compile("(?:^|\\n)COMMIT\\r?\\n\\z");

    private static final Pattern FAREWELLS =
            Pattern.compile("(?:(?<![^\\n])/\\*C\\d+\\*/SET SCHEMA \\w+\\r?\\n|(?<![^\\n])DISCONNECT\\r?\\n)+\\z");

    private final LogEnd end;
    private final DiskRoom room;

    /** @param end of the log of a database that is open and on which nothing is going on */
    Durability(LogEnd end) {
        this.end = end;
        this.room = DiskRoom.of(end.log().resolveSibling(""));
        try {
            end.isWhole();
        } catch (IOException e) {
            throw LedgerException.unwritable(end.log() + " cannot be looked at: " + e, e);
        }
    }

    /** Before a commit. */
    void checkRoom() {
        if (room.isUsedUp()) {
            end.doubt();
        }
        room.check();
    }

    /**
     * After a commit: the log ends with it, or has just been emptied by a checkpoint. A connection that was closed since, as a pool does
     * with its old ones, says so behind it.
     */
    void checkCommitted() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(end.log().toFile(), "r")) {
            long length = file.length();
            byte[] tail = new byte[(int) Math.min(length, TAIL)];
            file.seek(length - tail.length);
            file.readFully(tail);
            String last = FAREWELLS
                    .matcher(new String(tail, StandardCharsets.ISO_8859_1))
                    .replaceFirst("");
            boolean emptied = last.isEmpty() && length <= TAIL;
            if (!emptied && !COMMITTED.matcher(last).find()) {
                end.doubt();
                throw LedgerException.unwritable(
                        "a record did not reach " + end.log()
                                + "; is the disk or a quota full? Free some room and run again",
                        null);
            }
            end.isWholeAt(length);
        }
    }
}
