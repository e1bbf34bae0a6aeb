package org.facteur.cli.screen;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.facteur.job.RunResult;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Reason;
import org.facteur.report.CampaignStatus;

/** How a run ended, and what to do about it. */
final class RunSummary {

    private final PrintWriter out;
    private final PrintWriter err;
    private final ScreenWords words;

    RunSummary(PrintWriter out, PrintWriter err, ScreenWords words) {
        this.out = out;
        this.err = err;
        this.words = words;
    }

    /** Nothing where nothing is wrong, as cron likes it. */
    void printErrors(RunResult result) {
        if (result.exitCode() != ExitCodes.DONE && result.exitCode() != ExitCodes.TRY_LATER) {
            printReason(result);
        }
    }

    void print(RunResult result) {
        printReason(result);
        CampaignStatus status = result.status();
        out.println(words.of("stands", status.campaign(), status.state()));
        out.println(words.sum(status));
        if (status.leftOut() > 0 && !result.leftOut().isEmpty()) {
            String rows = result.leftOut().stream()
                    .map(row -> words.of("leftOut.row", row.line(), inShort(words.said(row.reason()))))
                    .collect(Collectors.joining("; "));
            out.println(words.of("leftOut", status.leftOut(), rows));
        }
        if (status.resumeAt() != null) {
            out.println(words.of("runAgain", words.exactTime(status.resumeAt())));
        }
        if (status.inDoubt() > 0) {
            out.println(words.of("doubts", status.inDoubt()));
        }
        Optional.ofNullable(result.report()).ifPresent(report -> out.println(words.of("report", report)));
        Path letters = result.letters();
        if (letters != null && status.sent() > 0) {
            out.println(words.of("sandbox", letters));
        }
    }

    /** Without what to write instead, which export tells. */
    private static String inShort(String reason) {
        return Screen.plain(reason).replaceFirst("[\\s\u202f]*;.*", "");
    }

    private void printReason(RunResult result) {
        Reason reason = result.status().reason();
        if (result.exitCode() == ExitCodes.SOFTWARE) {
            err.println(Bugs.sentence(String.valueOf(reason), Logs.file()));
        } else if (reason != null) {
            (result.exitCode() == ExitCodes.DONE ? out : err).println(Screen.plain(words.said(reason)));
        }
    }
}
