package org.facteur.ledger.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether a commit really is on the disk. HSQLDB swallows the error when it cannot write or sync its log (ScriptWriterBase.forceSync
 * logs a warning and returns), so a full disk would look like a commit. We look beforehand, and afterwards at the end of the log.
 */
final class FileDurability implements Durability {

    /** Bytes of the log's end: a few connections' farewells. */
    private static final int TAIL = 512;

    /** An end of line must follow: a commit record that was cut off is not one. */
    private static final Pattern COMMITTED = Pattern.compile("(?:^|\\n)COMMIT\\r?\\n\\z");

    private static final Pattern FAREWELLS =
            Pattern.compile("(?:(?<![^\\n])/\\*C\\d+\\*/SET SCHEMA \\w+\\r?\\n|(?<![^\\n])DISCONNECT\\r?\\n)+\\z");

    private final LogEnd end;
    private final LogFollower log;
    private final DiskRoom room;

    /**
     * @param end of the log of a database that is open and on which nothing is going on
     * @param log the same
     */
    FileDurability(LogEnd end, LogFollower log) {
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

    /**
     * The log ends with the commit, or has just been emptied by a checkpoint. A connection that was closed since, as a pool does
     * with its old ones, says so behind it.
     */
    @Override
    public @Nullable LogMark checkCommitted() throws IOException {
        LogMark mark = log.follow();
        if (!endsWithCommit(new String(log.end(TAIL), StandardCharsets.ISO_8859_1))) {
            end.doubt();
            throw LedgerException.unwritable(StoreReason.RECORD.of(end.log()), null);
        }
        end.isWholeAt(log.length());
        return mark;
    }

    private boolean endsWithCommit(String tail) {
        if (tail.endsWith("\nCOMMIT\n")) {
            return true;
        }
        String last = FAREWELLS.matcher(tail).replaceFirst("");
        boolean emptied = last.isEmpty() && log.length() <= TAIL;
        return emptied || COMMITTED.matcher(last).find();
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
