package org.facteur.contact;

import java.nio.file.Path;

/** The contacts cannot be read as they are: the run stops before the first letter, and the message says what to mend. */
public final class ContactFileException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final boolean missing;

    private ContactFileException(String message, boolean missing) {
        super(message);
        this.missing = missing;
    }

    /** The content is bad at a line (1 for the first); exit code 65. */
    static ContactFileException at(Path file, long line, String whatAndRemedy) {
        return new ContactFileException(file + ":" + line + ": " + whatAndRemedy, false);
    }

    /** What was asked of the content does not fit it, such as a filter; exit code 65. */
    static ContactFileException of(String whatAndRemedy) {
        return new ContactFileException(whatAndRemedy, false);
    }

    /** The file is not there or cannot be read; exit code 66. */
    static ContactFileException unreadable(Path file, String whatAndRemedy) {
        return new ContactFileException(file + ": " + whatAndRemedy, true);
    }

    /** Whether the file is missing or unreadable (exit code 66), rather than its content bad (65). */
    public boolean missing() {
        return missing;
    }
}
