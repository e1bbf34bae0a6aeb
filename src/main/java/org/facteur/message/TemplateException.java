package org.facteur.message;

import org.facteur.reason.ExitCodes;
import org.facteur.reason.Mendable;

/**
 * A template that cannot be merged, with where and what to write instead: {@code input/voeux.html:12:8: no column "prenmo" ...}.
 * The owner can mend it: exit code 65.
 */
public final class TemplateException extends RuntimeException implements Mendable {

    private final long contactLine;

    TemplateException(String message) {
        this(message, 0);
    }

    private TemplateException(String message, long contactLine) {
        super(message);
        this.contactLine = contactLine;
    }

    /** The same problem, met while merging the contact on this line of the contacts file. */
    TemplateException atContact(long line) {
        return new TemplateException(getMessage() + " (contact on line " + line + ")", line);
    }

    /** Line of the contact whose merge failed, from 1; 0 where the template is wrong for everybody. */
    public long contactLine() {
        return contactLine;
    }

    @Override
    public int exitCode() {
        return ExitCodes.DATA;
    }
}
