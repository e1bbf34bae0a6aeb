package org.facteur.message;

import java.nio.file.Path;

/** A template, picture or attachment that is not there or cannot be read: exit code 66. */
public final class MissingFileException extends RuntimeException {

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
}
