package org.facteur.home;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where everything that campaigns leave lies, so that the same ledger is found from whatever directory a command is given.
 *
 * @param dir made absolute; need not exist yet
 */
public record Home(Path dir) {

    /** Environment variable that names the home. */
    public static final String VARIABLE = "FACTEUR_HOME";

    public Home {
        dir = dir.toAbsolutePath().normalize();
    }

    /**
     * @param explicit what {@code --home} says; null where it is not given
     * @return {@code explicit}, else {@code FACTEUR_HOME}, else the parent of the folder that holds the job file
     */
    public static Home of(Path jobFile, @Nullable Path explicit, Map<String, String> env) {
        if (explicit != null) {
            return new Home(explicit);
        }
        String fromEnvironment = env.getOrDefault(VARIABLE, "");
        if (!fromEnvironment.isBlank()) {
            return new Home(Path.of(fromEnvironment.strip()));
        }
        return new Home(parent(parent(jobFile.toAbsolutePath().normalize())));
    }

    // The root is its own parent here: a job file at the top of a disk has its home there.
    private static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    /** Private to its owner. */
    public Path var() {
        return dir.resolve("var");
    }

    /** The database's path without extension; its files are {@code ledger.data}, {@code ledger.log} and so on. */
    public Path ledger() {
        return var().resolve("ledger");
    }

    /** Which database keeps the ledger where {@link #ledger} does not; without a password. */
    public Path datasource() {
        return var().resolve("datasource.properties");
    }

    /** What the ledger is known to have held. Not called like the ledger's own files. */
    public Path witness() {
        return var().resolve("witness");
    }

    /** Locked by the one process that may send; holds its pid. */
    public Path lock() {
        return var().resolve("facteur.lock");
    }

    /** The running process's progress. */
    public Path status() {
        return var().resolve("status.json");
    }

    public Path logs() {
        return var().resolve("log");
    }

    /**
     * @param campaign its name
     * @return folder of the letters that the sandbox relay has taken
     */
    public Path sandbox(String campaign) {
        return var().resolve("sandbox").resolve(campaign);
    }

    public Path reports() {
        return var().resolve("reports");
    }

    /**
     * Makes {@code var}, private to its owner (0700) where the file system knows POSIX permissions; one that exists is made
     * private too.
     *
     * @return this
     * @throws HomeException when the folder cannot be made, or is not ours to write to
     */
    public Home create() {
        try {
            Files.createDirectories(dir);
            boolean posix = Files.getFileAttributeView(dir, PosixFileAttributeView.class) != null;
            if (!posix) {
                Files.createDirectories(var());
                return this;
            }
            var ownerOnly = PosixFilePermissions.fromString("rwx------");
            // Private from its first instant: there is no moment in which another user could open it.
            Files.createDirectories(var(), PosixFilePermissions.asFileAttribute(ownerOnly));
            if (!Files.getPosixFilePermissions(var()).equals(ownerOnly)) {
                Files.setPosixFilePermissions(var(), ownerOnly);
            }
            if (!Files.isWritable(var())) {
                // Another's, such as root's after one run with sudo.
                throw new AccessDeniedException(var().toString());
            }
            return this;
        } catch (IOException e) {
            throw new HomeException(
                    "the folder " + var() + " cannot be made or written to (" + why(e)
                            + "); see to its permissions, or name another home with --home",
                    e);
        }
    }

    private static String why(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e instanceof FileAlreadyExistsException
                ? "a file of that name is in its place"
                : String.valueOf(e.getMessage());
    }
}
