package org.facteur.cli.screen;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.facteur.reason.Mendable;

/** What is said when the fault is ours. */
public final class Bugs {

    private Bugs() {}

    public static void tell(Throwable failure, PrintWriter err) {
        Optional<Path> log = Logs.bug(failure);
        err.println(sentence(String.valueOf(Mendable.causeOf(failure)), log));
        if (log.isEmpty()) {
            // Nowhere else could it be kept.
            failure.printStackTrace(err);
        }
        err.flush();
    }

    /** @param log where its trace is */
    static String sentence(String what, Optional<Path> log) {
        return ScreenWords.ours()
                .of(
                        "bug",
                        Screen.plain(what),
                        log.map(Path::toString).orElse(ScreenWords.ours().of("bug.here")));
    }
}
