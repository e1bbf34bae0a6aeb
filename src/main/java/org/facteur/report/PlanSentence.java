package org.facteur.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Optional;
import org.facteur.dispatch.PlanSummary;
import org.facteur.reason.Phrases;

/** A plan in one sentence: {@code 3,842 letters, 4 nights, ends Thursday 02:40; what holds it back: relay ecole: 500/day}. */
public final class PlanSentence {

    private static final LocalTime EVENING = LocalTime.of(18, 0);
    private static final LocalTime MORNING = LocalTime.of(7, 0);
    /** What is over sooner is neither a day nor a night. */
    private static final Duration SHORT = Duration.ofHours(2);

    private final Phrases phrases;
    private final ZoneId zone;
    private final ZoneId reader;

    /** @param zone of the campaign's nights, and of its reader */
    public PlanSentence(Locale locale, ZoneId zone) {
        this(locale, zone, zone);
    }

    /**
     * @param zone of the campaign's nights
     * @param reader whose hours are told, as all others that he sees
     */
    public PlanSentence(Locale locale, ZoneId zone, ZoneId reader) {
        this.phrases = new Phrases("org.facteur.report.plan", locale);
        this.zone = zone;
        this.reader = reader;
    }

    public String of(PlanSummary plan, Instant now) {
        if (plan.letters() == 0 && plan.ends() != null) {
            return plan.heldBackBy() == null
                    ? phrases.of("nothing")
                    : plan.heldBackBy().in(phrases.locale());
        }
        StringBuilder sentence = new StringBuilder(phrases.of("letters", plan.letters()));
        if (plan.letters() > 0) {
            sentence.append(phrases.of("comma")).append(span(plan));
        }
        if (plan.ends() == null) {
            sentence.append(phrases.of("comma")).append(phrases.of("never"));
        } else if (plan.letters() > 0 && !isOver(plan.ends(), now)) {
            sentence.append(phrases.of("comma")).append(phrases.of("ends", time(plan.ends(), now)));
        }
        if (plan.heldBackBy() != null && !isOverAtOnce(plan)) {
            sentence.append(phrases.of("heldBack", plan.heldBackBy().in(phrases.locale())));
        }
        return sentence.toString();
    }

    /** Such as that of a run that was stopped since. */
    private static boolean isOver(Instant ends, Instant now) {
        return ends.isBefore(now.minus(Duration.ofMinutes(1)));
    }

    private String time(Instant ends, Instant now) {
        ZonedDateTime time = ends.atZone(reader);
        if (time.toLocalDate().equals(now.atZone(reader).toLocalDate())) {
            return phrases.time("time.today", time);
        }
        return phrases.time(Duration.between(now, ends).toDays() < 6 ? "time.near" : "time.day", time);
    }

    private static Optional<Duration> length(PlanSummary plan) {
        return plan.periods().isEmpty() || plan.ends() == null
                ? Optional.empty()
                : Optional.of(Duration.between(plan.periods().get(0).start(), plan.ends()));
    }

    private static boolean isOverAtOnce(PlanSummary plan) {
        return length(plan).filter(length -> length.toMinutes() < 1).isPresent();
    }

    private String span(PlanSummary plan) {
        Optional<Duration> brief = length(plan).filter(length -> length.compareTo(SHORT) < 0);
        if (brief.isPresent()) {
            long minutes = brief.get().toMinutes();
            return minutes < 1 ? phrases.of("moment") : phrases.of("minutes", minutes);
        }
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
