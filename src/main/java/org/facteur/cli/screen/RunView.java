package org.facteur.cli.screen;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.facteur.campaign.Campaign;
import org.facteur.job.RunResult;
import org.facteur.job.run.RunObserver;
import org.facteur.pace.Timing;
import org.jspecify.annotations.Nullable;

/** What is seen of a run: how it goes on stderr, what came of it on stdout; both as events for machines. */
public final class RunView implements Closeable {

    private final Screen screen;
    private final RunObserver observer;
    private final Ending ending;
    private final @Nullable Tty tty;

    /** Says how the run ended. */
    @FunctionalInterface
    private interface Ending {
        void tell(RunResult result);
    }

    private RunView(Screen screen, RunObserver observer, Ending ending, @Nullable Tty tty) {
        this.screen = screen;
        this.observer = observer;
        this.ending = ending;
        this.tty = tty;
    }

    public static RunView of(Campaign campaign, OutputOptions output, PrintWriter out, PrintWriter err) {
        Screen screen = Screen.stderr();
        ScreenWords words = ScreenWords.ours();
        if (output.json()) {
            EventLines events = new EventLines(out, ZoneId.systemDefault());
            return new RunView(
                    screen, events, result -> events.end(result, Timing.system().instant()), null);
        }
        RunSummary summary = new RunSummary(out, err, words, output.verbosity() == Verbosity.VERBOSE);
        Instant began = Timing.system().instant();
        if (output.verbosity() == Verbosity.QUIET) {
            return new RunView(screen, progress -> {}, summary::printErrors, null);
        }
        ProgressText text = new ProgressText(words);
        PlanLine plan = new PlanLine(campaign.zone(), words);
        // While the live line holds the terminal, nobody else can ask it.
        Tty.columns(out);
        Tty.columns(err);
        Optional<Tty> tty = Tty.ofStderr();
        RunObserver observer = tty.<RunObserver>map(there -> new LiveProgress(screen, there::columns, text, plan))
                .orElseGet(() -> new PlainProgress(screen, text, plan));
        return new RunView(
                screen,
                observer,
                result -> summary.print(
                        result, Duration.between(began, Timing.system().instant())),
                tty.orElse(null));
    }

    public RunObserver observer() {
        return observer;
    }

    public void end(RunResult result) {
        screen.clear();
        ending.tell(result);
    }

    @Override
    public void close() throws IOException {
        screen.clear();
        if (tty != null) {
            tty.close();
        }
    }
}
