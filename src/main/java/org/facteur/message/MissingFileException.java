package org.facteur.message;

import java.nio.file.Path;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Mendable;

/** A template, picture or attachment that is not there or cannot be read: exit code 66. */
public final class MissingFileException extends RuntimeException implements Mendable {

    private final Path file;

    MissingFileException(Path file, String message) {
        super(message);
        this.file = file;
    }

    /** The same, met while merging the contact on this line of the contacts file. */
    MissingFileException atContact(long line) {
        return new MissingFileException(file, getMessage() + " (contact on line " + line + ")");
    }

    public Path file() {
        return file;
    }

    @Override
    public int exitCode() {
        return ExitCodes.NO_INPUT;
    }
}
