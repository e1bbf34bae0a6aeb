package org.facteur.cli.screen;

import java.time.Duration;
import java.time.Instant;
import java.util.function.IntSupplier;
import org.facteur.job.run.RunObserver;
import org.facteur.job.run.RunProgress;
import org.jspecify.annotations.Nullable;

/** One line that lives at the foot of the terminal. */
final class LiveProgress implements RunObserver {

    private final Screen screen;
    private final IntSupplier columns;
    private final ProgressText text;
    private final PlanLine plan;
    private @Nullable Instant began;

    /** @param columns of the terminal, which may change; 0: unknown */
    LiveProgress(Screen screen, IntSupplier columns, ProgressText text, PlanLine plan) {
        this.screen = screen;
        this.columns = columns;
        this.text = text;
        this.plan = plan;
    }

    @Override
    public void at(RunProgress progress) {
        began = began == null ? progress.at() : began;
        plan.first(progress).ifPresent(screen::line);
        int wide = columns.getAsInt();
        // In the last column some terminals wrap.
        screen.live(text.line(progress, (wide > 0 ? wide : 80) - 1, Duration.between(began, progress.at())));
    }
}
