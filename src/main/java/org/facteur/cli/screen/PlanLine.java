package org.facteur.cli.screen;

import java.time.ZoneId;
import java.util.Optional;
import org.facteur.dispatch.PlanSummary;
import org.facteur.job.run.RunProgress;
import org.facteur.report.PlanSentence;

/** What a mailing will take: said once, as soon as it is known. */
final class PlanLine {

    private final ScreenWords words;
    private final PlanSentence sentence;
    private boolean said;

    /** @param zone of the campaign's nights */
    PlanLine(ZoneId zone, ScreenWords words) {
        this.words = words;
        this.sentence = new PlanSentence(words.locale(), zone, words.zone());
    }

    Optional<String> first(RunProgress progress) {
        PlanSummary plan = progress.status().plan();
        if (said || plan == null) {
            return Optional.empty();
        }
        said = true;
        return Optional.of(words.of("plan", progress.status().campaign(), sentence.of(plan, progress.at())));
    }
}
