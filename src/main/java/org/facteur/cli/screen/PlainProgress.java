package org.facteur.cli.screen;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.facteur.job.run.RunObserver;
import org.facteur.job.run.RunProgress;
import org.facteur.job.run.RunProgress.Stage;

/**
 * Where no terminal is, as under cron: a line when there is something to say. That is the plan, every tenth of the letters, a wait that
 * begins, and a sign of life from time to time.
 */
final class PlainProgress implements RunObserver {

    private static final int STEP = 10;
    private static final Duration SIGN_OF_LIFE = Duration.ofMinutes(15);
    /** Chunk pauses are not announced. */
    private static final Duration LONG_WAIT = Duration.ofMinutes(2);

    private final Screen screen;
    private final ProgressText text;
    private final PlanLine plan;
    private int tenth;
    private String waitedFor = "";
    private Instant said = Instant.MIN;

    PlainProgress(Screen screen, ProgressText text, PlanLine plan) {
        this.screen = screen;
        this.text = text;
        this.plan = plan;
    }

    @Override
    public void at(RunProgress progress) {
        plan.first(progress).ifPresent(screen::line);
        if (said.equals(Instant.MIN)) {
            // A mailing that is taken up in the middle begins there.
            said = progress.at();
            tenth = tenth(progress);
        }
        boolean further = tenth(progress) > tenth;
        boolean waits = beginsToWait(progress);
        if (further || waits || progress.at().isAfter(said.plus(SIGN_OF_LIFE))) {
            screen.line(text.sentence(progress));
            tenth = tenth(progress);
            said = progress.at();
        }
    }

    private boolean beginsToWait(RunProgress progress) {
        Optional<String> waiting = text.waiting(progress, LONG_WAIT);
        boolean another = waiting.isPresent() && !waiting.get().equals(waitedFor);
        waitedFor = waiting.orElse("");
        return another;
    }

    private static int tenth(RunProgress progress) {
        return progress.stage() == Stage.SEND ? ProgressText.percent(progress) / STEP : 0;
    }
}
