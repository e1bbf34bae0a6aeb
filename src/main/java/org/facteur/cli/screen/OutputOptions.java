package org.facteur.cli.screen;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How much a run says. */
public final class OutputOptions {

    private static final class Amount {
        @Option(
                names = {"-q", "--quiet"},
                description = "Errors only.")
        private boolean quiet;

        @Option(
                names = {"-v", "--verbose"},
                description = "What is done, letter by letter.")
        private boolean verbose;
    }

    @Option(names = "--json", description = "Events for machines on stdout: one JSON object a line.")
    private boolean json;

    @ArgGroup
    private @Nullable Amount amount;

    boolean json() {
        return json;
    }

    public Verbosity verbosity() {
        if (amount == null) {
            return Verbosity.NORMAL;
        }
        if (amount.quiet) {
            return Verbosity.QUIET;
        }
        return amount.verbose ? Verbosity.VERBOSE : Verbosity.NORMAL;
    }
}
