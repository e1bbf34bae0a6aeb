package org.facteur.report;

import java.util.ArrayList;
import java.util.List;
import org.facteur.ledger.Counts;
import org.jspecify.annotations.Nullable;

/**
 * What its owner is to do about a campaign.
 *
 * @param command to type, null where none is needed
 */
record NextStep(String sentence, @Nullable String command) {

    /** At least one, the most urgent first. */
    static List<NextStep> of(CampaignStatus status, ReportWords words) {
        Counts counts = status.counts();
        List<NextStep> steps = new ArrayList<>();
        switch (status.state()) {
            case NEW -> steps.add(new NextStep(words.of("next.new"), "facteur run JOB"));
            case RUNNING -> steps.add(new NextStep(words.of("next.running"), "facteur status JOB"));
            case PAUSED, STOPPED, INTERRUPTED ->
                steps.add(new NextStep(
                        status.resumeAt() == null
                                ? words.of("next.goOn")
                                : words.of("next.later", words.openingTime(status.resumeAt())),
                        "facteur run JOB"));
            case FAILED -> steps.add(new NextStep(words.of("next.failed"), "facteur run JOB"));
            case COMPLETED -> {
                // A rehearsal in the sandbox, as its reason says.
                if (status.reason() != null) {
                    steps.add(new NextStep(words.of("next.real"), "facteur run JOB"));
                }
            }
        }
        if (counts.inDoubt() > 0) {
            steps.add(new NextStep(words.of("next.inDoubt", counts.inDoubt()), "facteur resolve JOB"));
        }
        long unlucky = counts.refused() + counts.expired();
        if (unlucky > 0) {
            steps.add(new NextStep(words.of("next.unlucky", unlucky), "facteur retry JOB"));
        }
        if (counts.invalid() > 0) {
            steps.add(new NextStep(words.of("next.invalid", counts.invalid()), "facteur run JOB"));
        }
        return steps.isEmpty() ? List.of(new NextStep(words.of("next.nothing"), null)) : steps;
    }
}
