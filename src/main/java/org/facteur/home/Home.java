package org.facteur.home;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.facteur.disk.PrivateFile;
import org.facteur.reason.Reason;
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
            return new Home(path(fromEnvironment.strip()));
        }
        return new Home(parent(parent(jobFile.toAbsolutePath().normalize())));
    }

    /**
     * What was typed, with the user's own folder for a {@code ~}: a shell puts it there at the beginning of a word only, not in
     * {@code --home=~/mailing}; a crontab and a unit of systemd never do. In a folder named {@code ~} the mailing would begin again.
     */
    public static Path path(String typed) {
        return typed.equals("~") || typed.startsWith("~/")
                ? Path.of(System.getProperty("user.home") + typed.substring(1))
                : Path.of(typed);
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

    /** Refresh tokens that took the place of those in job files. */
    public Path tokens() {
        return var().resolve("tokens");
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
            // Private from its first instant: there is no moment in which another user could open it.
            Files.createDirectories(var(), PrivateFile.ownersFolder(var()));
            PrivateFile.makeFolderPrivate(var());
            if (!Files.isWritable(var())) {
                // Another's, such as root's after one run with sudo.
                throw new AccessDeniedException(var().toString());
            }
            keepPrivate(var());
            if (Files.isDirectory(logs(), LinkOption.NOFOLLOW_LINKS)) {
                keepPrivate(logs());
            }
            return this;
        } catch (FileSystemException e) {
            throw Files.isDirectory(var())
                    ? HomeException.denied(e)
                    : new HomeException(HomeReason.FOLDER.of(var(), why(e)), e);
        } catch (IOException e) {
            throw new HomeException(HomeReason.FOLDER.of(var(), why(e)), e);
        }
    }

    /**
     * What stands there is our own, and nobody else's to read: HSQLDB makes its files as the umask has it, and somebody may have put
     * something there before.
     */
    private static void keepPrivate(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                keepToOurselves(file);
            }
        }
    }

    private static void keepToOurselves(Path file) throws IOException {
        try {
            if (Files.isSymbolicLink(file)) {
                throw new HomeException(HomeReason.LINK.of(file), null);
            }
            if (Files.isDirectory(file)) {
                PrivateFile.makeFolderPrivate(file);
            } else {
                PrivateFile.makePrivate(file);
            }
        } catch (NoSuchFileException e) {
            // A run that ends takes its own away.
            return;
        } catch (FileSystemException e) {
            // Not ours to change: what cannot be written is told by what has to write it.
            if (e instanceof AccessDeniedException || !Files.isWritable(file)) {
                throw HomeException.denied(e);
            }
        }
    }

    private static Reason why(IOException e) {
        if (e instanceof AccessDeniedException) {
            return HomeReason.DENIED.of();
        }
        if (e instanceof FileAlreadyExistsException there) {
            return Files.isSymbolicLink(Path.of(there.getFile())) ? HomeReason.NOWHERE.of() : HomeReason.FILE.of();
        }
        return Reason.verbatim(String.valueOf(e.getMessage()));
    }
}
