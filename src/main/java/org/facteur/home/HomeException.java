package org.facteur.home;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Mendable;
import org.facteur.reason.Reason;
import org.facteur.reason.ReasonedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A home, or another place of files, that cannot be made, read or written to; says what to do about it. */
public final class HomeException extends ReasonedException implements Mendable {

    private static final Logger LOG = LoggerFactory.getLogger(HomeException.class);

    private static final String NO_SPACE = "No space left on device";

    private final int exitCode;

    HomeException(Reason reason, @Nullable Throwable cause) {
        this(reason, cause, ExitCodes.NO_INPUT);
    }

    private HomeException(Reason reason, @Nullable Throwable cause, int exitCode) {
        super(reason, cause);
        this.exitCode = exitCode;
    }

    @Override
    public int exitCode() {
        return exitCode;
    }

    /**
     * The failure itself, unless nothing else in it can be mended and a file could not be used for who we are, for what it is or where it
     * lies, or because the disk is full. That of a missing file is returned as it is.
     */
    public static Throwable explain(Throwable failure) {
        if (Mendable.causeOf(failure) instanceof Mendable) {
            return failure;
        }
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof IOException && isFull(e)) {
                return new HomeException(HomeReason.FULL.of(String.valueOf(e.getMessage())), e, ExitCodes.TRY_LATER);
            } else if (e instanceof FileSystemException system && !(e instanceof NoSuchFileException)) {
                return of(system);
            }
        }
        return failure;
    }

    private static boolean isFull(Throwable failure) {
        String said = String.valueOf(failure.getMessage());
        return Stream.of(NO_SPACE, "quota exceeded", saidOfAFullDevice()).anyMatch(said::contains);
    }

    /** The system speaks the user's language; of a device that is always full it says the same. */
    private static String saidOfAFullDevice() {
        try (OutputStream full = Files.newOutputStream(Path.of("/dev/full"), StandardOpenOption.WRITE)) {
            full.write(0);
            return NO_SPACE;
        } catch (FileSystemException noSuchDevice) {
            return NO_SPACE;
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static HomeException of(FileSystemException failure) {
        // Of a move, where it was to go.
        String place = failure.getOtherFile() == null ? failure.getFile() : failure.getOtherFile();
        Path file = Path.of(String.valueOf(place));
        if (failure instanceof AccessDeniedException || isReadOnly(file)) {
            return denied(failure);
        }
        return new HomeException(HomeReason.FILE_OTHER.of(file, why(failure)), failure);
    }

    private static Reason why(FileSystemException failure) {
        String said = failure.getReason();
        if (failure instanceof FileAlreadyExistsException) {
            return HomeReason.FILE.of();
        }
        return Reason.verbatim(said == null ? failure.getClass().getSimpleName() : said);
    }

    /** Whose the file is that may not be opened or changed: after a run with sudo some are root's. */
    static HomeException denied(FileSystemException failure) {
        Path file = Path.of(String.valueOf(failure.getFile()));
        String owner = owner(file);
        // Who may not even read it is kept from it by its permissions, also on a disk that nobody can write to.
        boolean forbidden = failure instanceof AccessDeniedException && !Files.isReadable(file);
        if (!forbidden && isReadOnly(file)) {
            return new HomeException(HomeReason.READONLY.of(file), failure);
        }
        return new HomeException(
                owner.isEmpty() || owner.equals(System.getProperty("user.name"))
                        ? Reason.at(file, HomeReason.FILE_DENIED.of())
                        : HomeReason.FILE_OWNER.of(file, owner),
                failure);
    }

    /** Asked of the disk: what the system says of it is in the user's language. */
    private static boolean isReadOnly(Path file) {
        for (Path path = file.toAbsolutePath(); path != null; path = path.getParent()) {
            try {
                return Files.getFileStore(path).isReadOnly();
            } catch (IOException notToBeLookedAtEither) {
                LOG.trace("no disk of {}", path, notToBeLookedAtEither);
            }
        }
        return false;
    }

    /** Of the file, or of the nearest folder around it that may be looked at; empty where the system does not tell. */
    private static String owner(Path file) {
        for (Path path = file.toAbsolutePath(); path != null; path = path.getParent()) {
            try {
                return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
            } catch (IOException | UnsupportedOperationException notToBeLookedAtEither) {
                LOG.trace("no owner of {}", path, notToBeLookedAtEither);
            }
        }
        return "";
    }
}
