package org.facteur.home;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Mendable;
import org.facteur.reason.Reason;
import org.facteur.reason.ReasonedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A home whose {@code var} cannot be made, read or written to; says what to do about it. */
public final class HomeException extends ReasonedException implements Mendable {

    private static final Logger LOG = LoggerFactory.getLogger(HomeException.class);

    /** As the system says it, see {@link FileSystemException#getReason}. */
    private static final String READ_ONLY = "Read-only file system";

    HomeException(Reason reason, @Nullable Throwable cause) {
        super(reason, cause);
    }

    @Override
    public int exitCode() {
        return ExitCodes.NO_INPUT;
    }

    /** The failure itself, unless nothing else in it can be mended and a file could not be opened for who we are, or where it lies. */
    public static Throwable explain(Throwable failure) {
        if (Mendable.causeOf(failure) instanceof Mendable) {
            return failure;
        }
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof FileSystemException system
                    && (system instanceof AccessDeniedException || READ_ONLY.equals(system.getReason()))) {
                return denied(system);
            }
        }
        return failure;
    }

    /** Whose the file is that may not be opened: after a run with sudo some are root's. */
    static HomeException denied(FileSystemException failure) {
        Path file = Path.of(String.valueOf(failure.getFile()));
        String owner = owner(file);
        if (READ_ONLY.equals(failure.getReason())) {
            return new HomeException(HomeReason.READONLY.of(file), failure);
        }
        return new HomeException(
                owner.isEmpty() || owner.equals(System.getProperty("user.name"))
                        ? Reason.at(file, HomeReason.FILE_DENIED.of())
                        : HomeReason.FILE_OWNER.of(file, owner),
                failure);
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
