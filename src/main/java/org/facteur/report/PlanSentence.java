package org.facteur.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.facteur.dispatch.PlanSummary;
import org.facteur.reason.Phrases;

/** A plan in one sentence: {@code 3,842 letters, 4 nights, ends Thursday 02:40; what holds it back: relay ecole: 500/day}. */
public final class PlanSentence {

    private static final LocalTime EVENING = LocalTime.of(18, 0);
    private static final LocalTime MORNING = LocalTime.of(7, 0);

    private final Phrases phrases;
    private final ZoneId zone;

    /** @param zone of the campaign's nights */
    public PlanSentence(Locale locale, ZoneId zone) {
        this.phrases = new Phrases("org.facteur.report.plan", locale);
        this.zone = zone;
    }

    public String of(PlanSummary plan, Instant now) {
        StringBuilder sentence = new StringBuilder(phrases.of("letters", plan.letters()));
        if (plan.letters() > 0) {
            sentence.append(phrases.of("comma")).append(span(plan));
        }
        if (plan.ends() == null) {
            sentence.append(phrases.of("comma")).append(phrases.of("never"));
        } else if (plan.letters() > 0) {
            boolean far = Duration.between(now, plan.ends()).toDays() >= 6;
            DateTimeFormatter when =
                    DateTimeFormatter.ofPattern(far ? "EEEE d MMMM HH:mm" : "EEEE HH:mm", phrases.locale());
            sentence.append(phrases.of("comma"))
                    .append(phrases.of("ends", when.format(plan.ends().atZone(zone))));
        }
        if (plan.heldBackBy() != null) {
            sentence.append(phrases.of("heldBack", plan.heldBackBy().in(phrases.locale())));
        }
        return sentence.toString();
    }

    private String span(PlanSummary plan) {
        boolean nights = plan.periods().stream()
                .allMatch(period -> isNight(period.start().atZone(zone)));
        long count = plan.periods().stream()
                // A night belongs to the day on which it began.
                .map(period ->
                        period.start().atZone(zone).minusHours(nights ? 12 : 0).toLocalDate())
                .distinct()
                .count();
        return phrases.of(nights ? "nights" : "days", count);
    }

    private static boolean isNight(ZonedDateTime start) {
        LocalTime time = start.toLocalTime();
        return !time.isBefore(EVENING) || time.isBefore(MORNING);
    }
}
