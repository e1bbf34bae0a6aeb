package org.facteur.ledger.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads the embedded ledger's log as it grows, commit by commit, each byte once. A checkpoint may put another file in its place at any
 * moment, from a thread of the database's own.
 */
final class LogFollower implements AutoCloseable {

    private final Path log;
    private final Path script;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 << 10);

    private @Nullable FileChannel channel;
    /** Which file is open; null where the file system does not tell. */
    private @Nullable Object file;

    private String base = "";
    private long length;
    private CRC32C sum = new CRC32C();

    LogFollower(Path log, Path script) {
        this.log = log;
        this.script = script;
    }

    /**
     * Reads what was added.
     *
     * @return how much there is now; null where a checkpoint came between: then the next commit has one again
     * @throws IOException when there is no log, or it cannot be read
     */
    @Nullable
    LogMark follow() throws IOException {
        String before = base();
        Object now = Files.readAttributes(log, BasicFileAttributes.class).fileKey();
        FileChannel open = channel;
        if (open == null || now == null || !now.equals(file) || !before.equals(base) || open.size() < length) {
            open = open(now, before);
        }
        read(open);
        boolean same = before.equals(base())
                && Objects.equals(
                        now,
                        Files.readAttributes(log, BasicFileAttributes.class).fileKey());
        return same && !before.isEmpty() ? new LogMark(before, length, sum.getValue()) : null;
    }

    /** Empty in the moment in which a checkpoint exchanges it. */
    private String base() throws IOException {
        try {
            return LogMark.base(script);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    private FileChannel open(@Nullable Object now, String follows) throws IOException {
        close();
        FileChannel open = FileChannel.open(log, StandardOpenOption.READ);
        channel = open;
        file = now;
        base = follows;
        length = 0;
        sum = new CRC32C();
        return open;
    }

    private void read(FileChannel open) throws IOException {
        buffer.clear();
        for (int read = open.read(buffer, length); read > 0; read = open.read(buffer, length)) {
            sum.update(buffer.flip());
            length += read;
            buffer.clear();
        }
    }

    /** How long the log was when it was last read, in bytes. */
    long length() {
        return length;
    }

    /** The last bytes of what was read. */
    byte[] end(int most) throws IOException {
        byte[] tail = new byte[(int) Math.min(length, most)];
        ByteBuffer into = ByteBuffer.wrap(tail);
        Objects.requireNonNull(channel, "follow() first").read(into, length - tail.length);
        return tail;
    }

    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        if (open != null) {
            channel = null;
            open.close();
        }
    }
}
