package org.facteur.home;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.facteur.ledger.DiskRoom;
import org.facteur.ledger.LedgerException;
import org.jspecify.annotations.Nullable;

/**
 * One process at a time per home. The operating system's lock counts, and goes with the process however it ends; the pid in the file
 * tells who holds it. Short commands hold it without a pid.
 */
public final class HomeLock implements AutoCloseable {

    private final FileChannel channel;
    private final FileLock lock;

    private HomeLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Empty when another process holds it.
     *
     * @param named whether to write our pid into it, as a run does
     * @throws LedgerException when the disk is too full for a run
     */
    public static Optional<HomeLock> tryAcquire(Path file, boolean named) throws IOException {
        if (named) {
            // It would not come far, and could not even write its pid down.
            DiskRoom.of(file.resolveSibling("")).check();
        }
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        @Nullable FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another run in this very process: busy all the same.
            lock = null;
        }
        if (lock == null) {
            channel.close();
            return Optional.empty();
        }
        channel.truncate(0);
        if (named) {
            String pid = ProcessHandle.current().pid() + "\n";
            channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
            channel.force(true);
        }
        return Optional.of(new HomeLock(channel, lock));
    }

    /** The pid of the run that holds it; empty when the file names none. */
    public static Optional<Long> holder(Path file) {
        try {
            String pid = Files.readString(file, StandardCharsets.US_ASCII).strip();
            return pid.matches("\\d{1,18}") ? Optional.of(Long.parseLong(pid)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            channel.truncate(0);
            lock.release();
            channel.close();
        } catch (IOException e) {
            // The lock ends with the process at the latest; a stale pid in an unlocked file misleads nobody.
            channel.isOpen();
        }
    }
}
