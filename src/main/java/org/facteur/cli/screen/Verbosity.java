package org.facteur.cli.screen;

import org.slf4j.event.Level;

/** How much a command says on stderr besides its errors. */
enum Verbosity {
    /** Errors only. */
    QUIET(Level.ERROR),
    /** Warnings and progress. */
    NORMAL(Level.WARN),
    /** What is done, letter by letter. */
    VERBOSE(Level.DEBUG);

    private final Level level;

    Verbosity(Level level) {
        this.level = level;
    }

    Level level() {
        return level;
    }
}
