package org.facteur.cli.screen;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.facteur.job.run.RunProgress;
import org.facteur.job.run.RunProgress.Stage;
import org.facteur.reason.Reason;

/** How a run goes, in one line. Pure. */
final class ProgressText {

    private static final String GAP = "  ";
    private static final String DONE = "█";
    private static final String LEFT = "░";
    private static final int BAR = 20;

    /** @param rank of what is left out first where there is no room, the highest goes first */
    private record Part(String text, int rank) {}

    private final ScreenWords words;

    ProgressText(ScreenWords words) {
        this.words = words;
    }

    /** As much of it as goes into so many columns, what matters least left out first. */
    String line(RunProgress progress, int columns) {
        List<Part> parts = new ArrayList<>(parts(progress));
        while (parts.size() > 1 && Columns.of(join(parts)) > columns) {
            parts.remove(parts.stream().max(Comparator.comparingInt(Part::rank)).orElseThrow());
        }
        return Columns.cut(join(parts), columns);
    }

    /** All of it, without the bar. */
    String sentence(RunProgress progress) {
        return join(parts(progress).stream()
                .filter(part -> !part.text().contains(LEFT) && !part.text().contains(DONE))
                .toList());
    }

    /**
     * What is waited for.
     *
     * @param least shorter waits are the pace itself, and not worth a word
     */
    Optional<String> waiting(RunProgress progress, Duration least) {
        Reason reason = progress.status().reason();
        Instant until = progress.status().resumeAt();
        if (reason == null || (until != null && until.isBefore(progress.at().plus(least)))) {
            return Optional.empty();
        }
        return Optional.of(
                until == null
                        ? words.of("waiting", words.said(reason))
                        : words.of("waiting.until", words.said(reason), words.time(until, progress.at())));
    }

    /** Of the letters that are nothing more to be done about. */
    static int percent(RunProgress progress) {
        return progress.letters() == 0 ? 0 : (int) (100 * progress.settled() / progress.letters());
    }

    private List<Part> parts(RunProgress progress) {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(progress.status().campaign(), 6));
        if (progress.stage() == Stage.ENLIST) {
            parts.add(new Part(words.of("reading", progress.rowsRead()), 0));
            return parts;
        }
        Map<String, Long> counts = progress.status().sumByState();
        int percent = percent(progress);
        int full = percent * BAR / 100;
        parts.add(new Part(DONE.repeat(full) + LEFT.repeat(BAR - full), 7));
        parts.add(new Part(words.of("percent", percent), 1));
        parts.add(new Part(words.of("sent", counts.getOrDefault("sent", 0L), progress.letters()), 0));
        if (progress.perMinute() > 0) {
            parts.add(new Part(words.of("rate", Math.round(progress.perMinute())), 4));
        }
        for (String state : List.of("deferred", "refused", "expired", "inDoubt")) {
            long count = counts.getOrDefault(state, 0L);
            if (count > 0) {
                parts.add(new Part(words.of(state, count), state.equals("inDoubt") ? 3 : 5));
            }
        }
        waiting(progress, Duration.ofSeconds(2)).ifPresent(waiting -> parts.add(new Part(waiting, 2)));
        Optional.ofNullable(progress.status().plan())
                .map(plan -> plan.ends())
                .filter(ends -> progress.settled() < progress.letters() && ends.isAfter(progress.at()))
                .ifPresent(ends -> parts.add(new Part(words.of("ends", words.time(ends, progress.at())), 3)));
        return parts;
    }

    private static String join(List<Part> parts) {
        return String.join(GAP, parts.stream().map(Part::text).toList());
    }
}
