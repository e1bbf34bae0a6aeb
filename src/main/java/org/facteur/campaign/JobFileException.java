package org.facteur.campaign;

import java.util.List;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Mendable;
import org.facteur.reason.Reason;
import org.facteur.reason.ReasonedException;

/** A job file that cannot be used, with everything that is wrong with it. Holds no secret. */
public final class JobFileException extends ReasonedException implements Mendable {

    private final List<Reason> problems;
    private final boolean fileMissing;

    /**
     * @param problems sorted by line, each {@code file:line: key what; what to write instead}; not empty
     * @param fileMissing whether nothing but missing files is wrong
     */
    JobFileException(List<Reason> problems, boolean fileMissing) {
        super(Reason.lines(problems), null);
        this.problems = List.copyOf(problems);
        this.fileMissing = fileMissing;
    }

    /** Each {@code file:line: key what; what to write instead}, sorted by line; not empty. */
    public List<Reason> problems() {
        return problems;
    }

    /** True when nothing but missing files is wrong: the exit code is 66 (no input) instead of 78 (configuration). */
    public boolean fileMissing() {
        return fileMissing;
    }

    @Override
    public int exitCode() {
        return fileMissing ? ExitCodes.NO_INPUT : ExitCodes.CONFIG;
    }
}
