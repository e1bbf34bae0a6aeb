package org.facteur.campaign;

import java.util.List;

/** A job file that cannot be used, with everything that is wrong with it. Holds no secret. */
public final class JobFileException extends RuntimeException {

    private final List<String> problems;
    private final boolean fileMissing;

    /**
     * @param problems sorted by line, each {@code file:line: key what; what to write instead}; not empty
     * @param fileMissing whether nothing but missing files is wrong
     */
    JobFileException(List<String> problems, boolean fileMissing) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
        this.fileMissing = fileMissing;
    }

    /** Each {@code file:line: key what; what to write instead}, sorted by line; not empty. */
    public List<String> problems() {
        return problems;
    }

    /** True when nothing but missing files is wrong: the exit code is 66 (no input) instead of 78 (configuration). */
    public boolean fileMissing() {
        return fileMissing;
    }
}
