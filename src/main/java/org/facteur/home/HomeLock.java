package org.facteur.home;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.facteur.disk.PrivateFile;
import org.facteur.ledger.store.DiskRoom;
import org.facteur.ledger.store.LedgerException;
import org.facteur.pace.Timing;
import org.jspecify.annotations.Nullable;

/**
 * One process at a time per home. The operating system's lock counts, and goes with the process however it ends; the pid in the file
 * tells who holds it, and {@code facteur.run} beside it which process that is. Short commands hold it without a pid.
 *
 * <p>A lock is on the file, not on its name: once somebody deletes it, a second process locks a new one of that name. So the holder looks
 * whether the name still means its own, and who comes takes no home whose run is still giving signs of life.
 */
public final class HomeLock implements AutoCloseable {

    /** A run gives one a second. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(4);

    /** What was written before that is of a run that has ended, however wrong a clock may be. */
    private static final Duration FRESH = Duration.ofSeconds(20);

    /** Looks in a row at which the name means somebody else's lock; a command that came and went has it for an instant. */
    private static final int LOOKS = 3;

    private static final Set<OpenOption> OPTIONS = Set.of(
            StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    /** Those of this process. To close any channel on such a file would release its lock, as POSIX has it. */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final boolean named;
    private FileChannel channel;
    private FileLock lock;
    private @Nullable Object key;
    private int foreign;

    private HomeLock(Path file, boolean named, FileChannel channel, FileLock lock) throws IOException {
        this.file = file;
        this.named = named;
        this.channel = channel;
        this.lock = lock;
        this.key = key(file);
    }

    /**
     * Empty when another process holds it.
     *
     * @param named whether to write our pid into it, as a run does
     * @throws LedgerException when the disk is too full for a run
     * @throws HomeException when the disk takes no lock, or no word of whose it is
     */
    public static Optional<HomeLock> tryAcquire(Path file, boolean named) throws IOException {
        Path absolute = file.toAbsolutePath().normalize();
        if (named) {
            // It would not come far, and could not even write its pid down.
            DiskRoom.of(absolute.resolveSibling("")).check();
        }
        if (!OURS.add(absolute)) {
            // Another run in this very process: busy all the same.
            return Optional.empty();
        }
        @Nullable HomeLock acquired = null;
        try {
            acquired = acquire(absolute, named);
            return Optional.ofNullable(acquired);
        } finally {
            if (acquired == null) {
                OURS.remove(absolute);
            }
        }
    }

    private static @Nullable HomeLock acquire(Path file, boolean named) throws IOException {
        FileChannel channel = FileChannel.open(file, OPTIONS, PrivateFile.ownerOnly(file));
        @Nullable HomeLock acquired = null;
        try {
            @Nullable FileLock lock = channel.tryLock();
            if (lock != null && !isAlive(file)) {
                PrivateFile.makePrivate(file);
                // The last words of a run that died: while this lock is held they would look like those of one that
                // goes on.
                Files.deleteIfExists(pulse(file));
                HomeLock ours = new HomeLock(file, named, channel, lock);
                ours.sign();
                acquired = ours;
            }
            return acquired;
        } catch (FileSystemException e) {
            // Which file it is, and why, is told by HomeException.explain.
            throw e;
        } catch (IOException e) {
            throw new HomeException(HomeReason.LOCK.of(file, String.valueOf(e.getMessage())), e);
        } finally {
            if (acquired == null) {
                channel.close();
            }
        }
    }

    private void sign() throws IOException {
        channel.truncate(0);
        if (named) {
            LockHolder ourselves = LockHolder.ourselves();
            ourselves.write(run(file));
            channel.write(ByteBuffer.wrap((ourselves.pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            channel.force(true);
        }
    }

    /** Whether a run goes on here, though its lock file is gone. */
    private static boolean isAlive(Path file) throws IOException {
        Optional<LockHolder> holder = LockHolder.read(run(file));
        if (holder.isPresent() && holder.get().isOfThisPlace()) {
            return holder.get()
                    .process()
                    .filter(process -> !process.equals(ProcessHandle.current()))
                    .isPresent();
        }
        // Of another container or machine, or its word of itself was deleted too: only what it writes can tell.
        Path pulse = pulse(file);
        Instant before = LockHolder.lastSign(pulse);
        Instant now = Timing.system().instant();
        if (Duration.between(before, now).abs().compareTo(FRESH) > 0) {
            return false;
        }
        Instant latest = now.plus(SIGN_OF_LIFE);
        while (Timing.system().instant().isBefore(latest)) {
            pause();
            if (LockHolder.lastSign(pulse).isAfter(before)) {
                return true;
            }
        }
        return false;
    }

    private static void pause() {
        Object monitor = new Object();
        synchronized (monitor) {
            try {
                Timing.system().await(monitor, Duration.ofMillis(200));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Whether the file of that name is still the one that is locked. One that is gone is made again and locked too, and so is one that
     * nobody holds.
     *
     * @return false when another process holds its own there: then this one has to end
     */
    public synchronized boolean isStillOurs() throws IOException {
        if (Objects.equals(key(file), key)) {
            foreign = 0;
            return true;
        }
        FileChannel again = FileChannel.open(file, OPTIONS, PrivateFile.ownerOnly(file));
        @Nullable FileLock locked = again.tryLock();
        if (locked == null) {
            again.close();
            foreign++;
            return foreign < LOOKS;
        }
        lock.release();
        channel.close();
        channel = again;
        lock = locked;
        key = key(file);
        sign();
        return true;
    }

    /** The pid of the run that holds it; empty when the file names none. */
    public static Optional<Long> holder(Path file) {
        if (!OURS.contains(file.toAbsolutePath().normalize())) {
            try {
                String pid = Files.readString(file, StandardCharsets.US_ASCII).strip();
                if (pid.matches("\\d{1,18}")) {
                    return Optional.of(Long.parseLong(pid));
                }
            } catch (IOException e) {
                // Gone, or not ours to read: the run's own word of itself may still be there.
                return process(file).map(ProcessHandle::pid);
            }
        }
        return process(file).map(ProcessHandle::pid);
    }

    /** The run that wrote itself down here, where it goes on; it may be asked to stop. */
    public static Optional<ProcessHandle> process(Path file) {
        return LockHolder.read(run(file)).flatMap(LockHolder::process);
    }

    private static Path run(Path file) {
        return file.resolveSibling("facteur.run");
    }

    private static Path pulse(Path file) {
        return file.resolveSibling("status.json");
    }

    /** What tells a file from another of its name; null where there is none, or the system does not tell. */
    private static @Nullable Object key(Path file) throws IOException {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                ? Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .fileKey()
                : null;
    }

    @Override
    public synchronized void close() {
        try {
            if (named) {
                Files.deleteIfExists(run(file));
            }
            channel.truncate(0);
            lock.release();
            channel.close();
        } catch (IOException e) {
            // The lock ends with the process at the latest; a stale pid in an unlocked file misleads nobody.
            channel.isOpen();
        } finally {
            OURS.remove(file);
        }
    }
}
