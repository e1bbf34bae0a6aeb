package org.facteur.cli.screen;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.facteur.job.run.RunProgress;
import org.facteur.job.run.RunProgress.Stage;
import org.facteur.reason.Reason;

/** How a run goes, in one line. Pure. */
final class ProgressText {

    private static final String GAP = "  ";
    static final String DONE = "█";
    private static final String LEFT = "░";
    private static final int WIDE_BAR = 20;
    private static final int NARROW_BAR = 10;
    /** So many columns are kept for what comes and goes, such as a wait and its end. */
    private static final int TAIL = 26;
    /** Shorter waits are the pace itself, and not worth a word. */
    private static final Duration WORTH_A_WORD = Duration.ofSeconds(2);

    private final ScreenWords words;

    ProgressText(ScreenWords words) {
        this.words = words;
    }

    /**
     * As much of it as goes into so many columns. Bar and counts stand first and stay where they are, the time stands last; between them is
     * what comes and goes, as much as there is room for.
     *
     * @param took since the run began
     */
    String line(RunProgress progress, int columns, Duration took) {
        String end = clock(took);
        if (progress.stage() == Stage.ENLIST) {
            return joined(words.of("reading", progress.rowsRead()), "", end, columns);
        }
        String head = heads(progress)
                .filter(each -> Columns.of(each) + TAIL + end.length() <= columns)
                .findFirst()
                .orElseGet(() -> words.sent(progress));
        int room = columns - Columns.of(head) - end.length() - 2 * GAP.length();
        StringBuilder tail = new StringBuilder();
        for (String part : tails(progress)) {
            String more = tail.isEmpty() ? part : GAP + part;
            if (tail.isEmpty() && Columns.of(part) > room) {
                return joined(head, Columns.cut(part, Math.max(0, room)), end, columns);
            } else if (Columns.of(tail + more) <= room) {
                tail.append(more);
            }
        }
        return joined(head, tail.toString(), end, columns);
    }

    /** From the most that there may be to the least. */
    private Stream<String> heads(RunProgress progress) {
        String campaign = progress.status().campaign();
        String sent = join(words.of("percent", percent(progress)), words.sent(progress));
        return Stream.of(
                join(campaign, bar(progress, WIDE_BAR), sent),
                join(campaign, bar(progress, NARROW_BAR), sent),
                join(bar(progress, NARROW_BAR), sent),
                sent);
    }

    /** What matters most first. */
    private List<String> tails(RunProgress progress) {
        List<String> tails = new ArrayList<>();
        waiting(progress, WORTH_A_WORD).ifPresent(tails::add);
        tails.add(rate(progress));
        ends(progress).ifPresent(tails::add);
        tails.addAll(unlucky(progress));
        return tails;
    }

    private static String joined(String head, String tail, String end, int columns) {
        String line = tail.isEmpty() ? head : join(head, tail);
        int gap = columns - Columns.of(line) - end.length();
        return gap < GAP.length() ? Columns.cut(line, columns) : line + " ".repeat(gap) + end;
    }

    /** All of it, without the bar. */
    String sentence(RunProgress progress) {
        if (progress.stage() == Stage.ENLIST) {
            return join(progress.status().campaign(), words.of("reading", progress.rowsRead()));
        }
        List<String> parts = new ArrayList<>(List.of(
                progress.status().campaign(),
                words.of("percent", percent(progress)),
                words.sent(progress),
                rate(progress)));
        parts.addAll(unlucky(progress));
        waiting(progress, WORTH_A_WORD).ifPresent(parts::add);
        ends(progress).ifPresent(parts::add);
        return join(parts.toArray(String[]::new));
    }

    /**
     * What is waited for.
     *
     * @param least shorter waits are not told
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

    private static String bar(RunProgress progress, int width) {
        int full = percent(progress) * width / 100;
        return DONE.repeat(full) + LEFT.repeat(width - full);
    }

    private String rate(RunProgress progress) {
        return words.of("rate", Math.round(progress.perMinute()));
    }

    private Optional<String> ends(RunProgress progress) {
        return Optional.ofNullable(progress.status().plan())
                .map(plan -> plan.ends())
                .filter(ends -> progress.settled() < progress.letters() && ends.isAfter(progress.at()))
                .map(ends -> words.of("ends", words.time(ends, progress.at())));
    }

    private List<String> unlucky(RunProgress progress) {
        Map<String, Long> counts = progress.status().sumByState();
        return Stream.of("deferred", "refused", "expired", "inDoubt")
                .filter(state -> counts.getOrDefault(state, 0L) > 0)
                .map(state -> words.of(state, counts.getOrDefault(state, 0L)))
                .toList();
    }

    /** {@code 0:07}, {@code 12:31}, {@code 2:12:31} */
    private static String clock(Duration took) {
        return took.toHours() == 0
                ? "%d:%02d".formatted(took.toMinutes(), took.toSecondsPart())
                : "%d:%02d:%02d".formatted(took.toHours(), took.toMinutesPart(), took.toSecondsPart());
    }

    private static String join(String... parts) {
        return String.join(GAP, parts);
    }
}
