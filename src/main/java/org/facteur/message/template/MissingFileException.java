package org.facteur.message.template;

import java.nio.file.Path;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Mendable;
import org.facteur.reason.Reason;
import org.facteur.reason.ReasonedException;

/** A template, picture or attachment that is not there or cannot be read: exit code 66. */
public final class MissingFileException extends ReasonedException implements Mendable {

    private static final long serialVersionUID = 1;

    private final transient Path file;

    public MissingFileException(Path file, Reason reason) {
        super(reason, null);
        this.file = file;
    }

    /** The same, met while merging the contact on this line of the contacts file. */
    public MissingFileException atContact(long line) {
        return new MissingFileException(file, TemplateReason.CONTACT.of(reason(), line));
    }

    public Path file() {
        return file;
    }

    @Override
    public int exitCode() {
        return ExitCodes.NO_INPUT;
    }
}
