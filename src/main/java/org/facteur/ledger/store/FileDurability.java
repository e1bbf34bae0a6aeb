package org.facteur.ledger.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Whether a commit really is on the disk. HSQLDB swallows the error when it cannot write or sync its log (ScriptWriterBase.forceSync
 * logs a warning and returns), so a full disk would look like a commit. We look beforehand, and afterwards at the end of the log.
 */
final class FileDurability implements Durability {

    /** Bytes of the log's end: a few connections' farewells. */
    private static final int TAIL = 512;

    /** An end of line must follow: a commit record that was cut off is none. */
    private static final Pattern COMMITTED = Pattern.compile("(?:^|\\n)COMMIT\\r?\\n\\z");

    private static final Pattern FAREWELLS =
            Pattern.compile("(?:(?<![^\\n])/\\*C\\d+\\*/SET SCHEMA \\w+\\r?\\n|(?<![^\\n])DISCONNECT\\r?\\n)+\\z");

    private final LogEnd end;
    private final Path script;
    private final DiskRoom room;

    /** Of the log that follows the checkpoint {@code base}, so far. */
    private CRC32C sum = new CRC32C();

    private String base = "";
    private long summed;

    /**
     * @param end of the log of a database that is open and on which nothing is going on
     * @param script the database's
     */
    FileDurability(LogEnd end, Path script) {
        this.end = end;
        this.script = script;
        this.room = DiskRoom.of(end.log().resolveSibling(""));
        try {
            end.isWhole();
        } catch (IOException e) {
            throw LedgerException.unwritable(StoreReason.LOOK.of(end.log(), e), e);
        }
    }

    @Override
    public void checkRoom() {
        if (room.isUsedUp()) {
            end.doubt();
        }
        room.check();
    }

    /**
     * The log ends with the commit, or has just been emptied by a checkpoint. A connection that was closed since, as a pool does
     * with its old ones, says so behind it.
     */
    @Override
    public @Nullable LogMark checkCommitted() throws IOException {
        long length = checkedLength();
        return mark(length);
    }

    /** The log may be emptied by a checkpoint at any moment: then there is none, and the next commit has one again. */
    private @Nullable LogMark mark(long length) throws IOException {
        try {
            String before = LogMark.base(script);
            if (!before.equals(base) || length < summed) {
                base = before;
                summed = 0;
                sum = new CRC32C();
            }
            summed += LogMark.add(end.log(), summed, length, sum);
            return summed == length && LogMark.base(script).equals(base)
                    ? new LogMark(base, summed, sum.getValue())
                    : null;
        } catch (NoSuchFileException e) {
            base = "";
            return null;
        }
    }

    private long checkedLength() throws IOException {
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
                throw LedgerException.unwritable(StoreReason.RECORD.of(end.log()), null);
            }
            end.isWholeAt(length);
            return length;
        }
    }
}
