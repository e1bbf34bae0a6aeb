package org.facteur.cli.screen;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.facteur.job.RunResult;
import org.facteur.ledger.CampaignState;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Reason;
import org.facteur.report.CampaignStatus;
import org.facteur.verdict.Category;

/** How a run ended, and what to do about it. */
final class RunSummary {

    /** What is wrong, and behind a semicolon what to write instead; one in quotes is the cell's own. */
    private static final Pattern ADVISED =
            Pattern.compile("((?:«[^»]*+»|„[^“]*+“|\"[^\"]*+\"|[^;«„\"]++)++);.*", Pattern.DOTALL);

    private final PrintWriter out;
    private final PrintWriter err;
    private final ScreenWords words;
    private final boolean verbose;

    RunSummary(PrintWriter out, PrintWriter err, ScreenWords words, boolean verbose) {
        this.out = out;
        this.err = err;
        this.words = words;
        this.verbose = verbose;
    }

    /** Nothing where nothing is wrong, as cron likes it. */
    void printErrors(RunResult result) {
        if (result.exitCode() != ExitCodes.DONE && result.exitCode() != ExitCodes.TRY_LATER) {
            printError(result);
        }
    }

    void print(RunResult result, Duration took) {
        CampaignStatus status = result.status();
        out.println(words.of("stands.after", status.campaign(), words.state(status.state(), out), words.length(took)));
        out.println(verbose ? words.fullSum(status) : words.sum(status));
        Reason reason = status.reason();
        if (result.exitCode() == ExitCodes.DONE && reason != null) {
            out.println(Screen.plain(words.said(reason)));
        }
        if (status.leftOut() > 0 && !result.leftOut().isEmpty()) {
            String rows = result.leftOut().stream()
                    .map(row -> words.of("leftOut.row", row.line(), inShort(words.said(row.reason()))))
                    .reduce((before, row) -> words.of("leftOut.and", before, row))
                    .orElseThrow();
            out.println(words.of("leftOut", status.leftOut(), rows));
        }
        if (!result.refused().isEmpty()) {
            refused(result.refused());
        }
        if (status.resumeAt() != null) {
            out.println(words.of("runAgain", words.openingTime(status.resumeAt())));
        }
        if (status.inDoubt() > 0) {
            out.println(words.of("doubts", status.inDoubt()));
        }
        nothingLeft(result);
        Optional.ofNullable(result.report()).ifPresent(report -> out.println(words.of("report", report)));
        Path letters = result.letters();
        if (letters != null && status.sent() > 0) {
            out.println(words.of("sandbox", letters));
        }
        if (result.exitCode() != ExitCodes.DONE) {
            printError(result);
        }
    }

    private void refused(Map<Category, Long> refused) {
        String meanings = refused.keySet().stream()
                .map(category -> words.said(category.meaning()))
                .reduce((before, meaning) -> words.of("leftOut.and", before, meaning))
                .orElseThrow();
        String labels = refused.keySet().stream().map(Category::label).collect(Collectors.joining(","));
        long letters = refused.values().stream().mapToLong(Long::longValue).sum();
        out.println(words.of("refused.ours", letters, meanings, labels));
    }

    private void nothingLeft(RunResult result) {
        CampaignStatus status = result.status();
        long unlucky = status.counts().refused() + status.counts().expired();
        if (status.state() != CampaignState.COMPLETED || status.inDoubt() > 0) {
            return;
        } else if (unlucky > 0) {
            out.println(words.of("done.refused", unlucky));
        } else {
            out.println(words.of(result.letters() == null ? "done" : "done.sandbox"));
        }
    }

    /** Without what to write instead, which export tells. */
    private static String inShort(String reason) {
        String plain = Screen.plain(reason);
        Matcher advised = ADVISED.matcher(plain);
        return advised.matches() ? advised.group(1).replaceFirst("[\\s\u202f]+$", "") : plain;
    }

    /** Last of all, where the eye is. */
    private void printError(RunResult result) {
        Reason reason = result.status().reason();
        if (result.exitCode() == ExitCodes.SOFTWARE) {
            err.println(Paint.BAD.on(err, Bugs.sentence(String.valueOf(reason), Logs.file())));
        } else if (reason != null) {
            Paint paint = result.exitCode() == ExitCodes.TRY_LATER ? Paint.WARNING : Paint.BAD;
            err.println(paint.on(err, words.said(reason)));
        }
    }
}
