package org.facteur.job.errand;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.facteur.campaign.Campaign;
import org.facteur.reason.Phrases;
import org.facteur.report.CampaignStatus;
import org.facteur.report.PlanSentence;
import org.facteur.report.ReturnedSentence;
import org.jspecify.annotations.Nullable;

/** What the owner reads of how a run ended, in the language of the campaign. */
final class NoticeText {

    private final Campaign campaign;
    private final CampaignStatus end;
    private final Instant now;
    private final Phrases phrases;

    NoticeText(Campaign campaign, CampaignStatus end, Instant now) {
        this.campaign = campaign;
        this.end = end;
        this.now = now;
        this.phrases = new Phrases("org.facteur.job.errand.notice", campaign.locale());
    }

    String subject() {
        return phrases.of(
                "subject",
                campaign.name(),
                phrases.of("state." + end.state()),
                end.counts().sent(),
                end.counts().recipients());
    }

    /**
     * @param report null where there is none
     * @param attached whether it comes with the letter
     */
    String body(@Nullable Path report, boolean attached) {
        List<String> paragraphs = new ArrayList<>();
        paragraphs.add(
                subject() + (end.reason() == null ? "" : "\n" + end.reason().in(campaign.locale())));
        paragraphs.add(sum());
        if (!end.returned().isEmpty()) {
            paragraphs.add(phrases.of("returned", new ReturnedSentence(campaign.locale()).of(end.returned())));
        }
        if (end.resumeAt() != null) {
            paragraphs.add(phrases.of("resume", when(end.resumeAt())));
        }
        if (end.plan() != null) {
            paragraphs.add(
                    phrases.of("plan", new PlanSentence(campaign.locale(), campaign.zone()).of(end.plan(), now)));
        }
        if (end.inDoubt() > 0) {
            paragraphs.add(phrases.of("inDoubt", end.inDoubt(), campaign.jobFile()));
        }
        if (report != null) {
            paragraphs.add(phrases.of(attached ? "report" : "report.large", report));
        }
        return String.join("\n\n", paragraphs) + "\n";
    }

    private String sum() {
        // As report and log have it.
        return phrases.inDigits(
                "sum",
                Stream.concat(Stream.of(end.rows()), end.sumByState().values().stream())
                        .toArray());
    }

    private String when(Instant time) {
        // To the minute, rounded up: who comes at that time must not come too early.
        return phrases.time("time", time.plusSeconds(59).atZone(campaign.zone()));
    }
}
