package org.facteur.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.facteur.job.ExitCodes;
import org.facteur.job.RunResult;
import org.facteur.report.CampaignStatus;

/** How a run ended, and what to do about it. */
final class RunSummary {

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("EEEE d MMMM HH:mm (XXX)");

    private final PrintWriter out;
    private final PrintWriter err;

    RunSummary(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
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
        out.println(status.campaign() + ": " + status.state());
        out.println(status.sum());
        if (status.resumeAt() != null) {
            out.println("Run again after " + WHEN.format(status.resumeAt().atZone(ZoneId.systemDefault())));
        }
        if (status.inDoubt() > 0) {
            out.println(
                    status.inDoubt()
                            + " letter(s) in doubt: the relay may have them. Decide with facteur resolve JOB --sent or --resend");
        }
        Optional.ofNullable(result.report()).ifPresent(report -> out.println("The report is in " + report));
        Path letters = result.letters();
        if (letters != null) {
            out.println("Nothing was sent to anyone. Look at the letters in " + letters);
        }
    }

    private void printReason(RunResult result) {
        String reason = result.status().reason();
        if (result.exitCode() == ExitCodes.SOFTWARE) {
            err.println(Bugs.sentence(String.valueOf(reason), Logs.file()));
        } else if (reason != null) {
            (result.exitCode() == ExitCodes.DONE ? out : err).println(Screen.plain(reason));
        }
    }
}
