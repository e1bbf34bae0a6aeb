package org.facteur.contact;

import java.nio.file.Path;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Mendable;
import org.facteur.reason.Reason;
import org.facteur.reason.ReasonedException;

/** The contacts cannot be read as they are: the run stops before the first letter, and the message says what to mend. */
public final class ContactFileException extends ReasonedException implements Mendable {

    private static final long serialVersionUID = 1;

    private final boolean missing;

    private ContactFileException(Reason reason, boolean missing) {
        super(reason, null);
        this.missing = missing;
    }

    /** The content is bad at a line (1 for the first); exit code 65. */
    static ContactFileException at(Path file, long line, Reason whatAndRemedy) {
        return new ContactFileException(Reason.at(file + ":" + line, whatAndRemedy), false);
    }

    /** What was asked of the content does not fit it, such as a filter; exit code 65. */
    static ContactFileException of(Reason whatAndRemedy) {
        return new ContactFileException(whatAndRemedy, false);
    }

    /** The file is not there or cannot be read; exit code 66. */
    static ContactFileException unreadable(Path file, Reason whatAndRemedy) {
        return new ContactFileException(Reason.at(file, whatAndRemedy), true);
    }

    /** Whether the file is missing or unreadable (exit code 66), rather than its content bad (65). */
    public boolean missing() {
        return missing;
    }

    @Override
    public int exitCode() {
        return missing ? ExitCodes.NO_INPUT : ExitCodes.DATA;
    }
}
