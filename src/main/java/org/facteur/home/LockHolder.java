package org.facteur.home;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import org.facteur.disk.PrivateFile;

/**
 * The process that a home's lock names, told from any other that has its number by now, or has it in another container.
 *
 * @param pid in its own space of numbers
 * @param started clock ticks since the machine's boot, or else epoch milliseconds; 0 where the system does not tell
 * @param command the program's file; empty where the system does not tell
 * @param where the machine's boot and the space of its process numbers; empty where the system does not tell
 */
record LockHolder(long pid, long started, String command, String where) {

    /** Of a process, in {@code /proc/PID/stat} behind its name: see proc(5), where this is 22. */
    private static final int START_TIME = 19;

    private static final String PID = "pid";
    private static final String STARTED = "started";
    private static final String COMMAND = "command";
    private static final String WHERE = "where";

    static LockHolder ourselves() {
        return of(ProcessHandle.current());
    }

    static LockHolder of(ProcessHandle process) {
        return new LockHolder(
                process.pid(),
                started(process),
                // A Java that was replaced by an update meanwhile.
                process.info().command().orElse("").replace(" (deleted)", ""),
                here());
    }

    /** The ticks: the JVM reckons times from them and the clock, which may have been set right since the run began. */
    private static long started(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
            return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[START_TIME]);
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException noProc) {
            return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        }
    }

    private static String here() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip() + " "
                    + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    /** Empty where nobody has written itself down. */
    static Optional<LockHolder> read(Path file) {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(in);
            return Optional.of(new LockHolder(
                    Long.parseLong(properties.getProperty(PID, "")),
                    Long.parseLong(properties.getProperty(STARTED, "")),
                    properties.getProperty(COMMAND, ""),
                    properties.getProperty(WHERE, "")));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    void write(Path file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty(PID, String.valueOf(pid));
        properties.setProperty(STARTED, String.valueOf(started));
        properties.setProperty(COMMAND, command);
        properties.setProperty(WHERE, where);
        PrivateFile.write(file, out -> properties.store(out, "The run that holds this home"));
    }

    /** Whether its number means it here: not in another container, nor before the last boot. */
    boolean isOfThisPlace() {
        return where.equals(here());
    }

    /** The process itself; empty when it has ended, or another one has its number. */
    Optional<ProcessHandle> process() {
        return isOfThisPlace()
                ? ProcessHandle.of(pid).filter(process -> of(process).isThis(this))
                : Optional.empty();
    }

    private boolean isThis(LockHolder other) {
        return started == other.started && command.equals(other.command);
    }

    /** When a sign of life was last given; the epoch where there is none. */
    static Instant lastSign(Path pulse) throws IOException {
        try {
            return Files.getLastModifiedTime(pulse, LinkOption.NOFOLLOW_LINKS).toInstant();
        } catch (NoSuchFileException e) {
            return Instant.EPOCH;
        }
    }
}
