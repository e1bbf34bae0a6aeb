package org.facteur.reason;

import org.jspecify.annotations.Nullable;

/** A failure that its user can mend; its message says where, what, and what to write instead. */
public interface Mendable {

    /** What a command ends with, see {@link ExitCodes}. */
    int exitCode();

    /** What a failure's command ends with: of the first in its chain of causes that can be mended; else it is our own bug. */
    static int exitCodeOf(Throwable failure) {
        return causeOf(failure) instanceof Mendable mendable ? mendable.exitCode() : ExitCodes.SOFTWARE;
    }

    /** The first in a chain of causes that can be mended; the outermost failure where none can. */
    static Throwable causeOf(Throwable failure) {
        for (@Nullable Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof Mendable) {
                return e;
            }
        }
        return failure;
    }
}
