package org.facteur.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.stream.Stream;
import org.facteur.ledger.DeliveryState;
import org.facteur.reason.Phrases;
import org.facteur.reason.Reason;
import org.facteur.reason.Wording;
import org.facteur.verdict.Category;
import org.jspecify.annotations.Nullable;

/** What a report says, in its reader's language, and numbers, times and lengths as it shows them. */
final class ReportWords {

    private final Phrases phrases;
    private final Wording wording;
    private final ZoneId zone;

    /**
     * @param locale of the campaign; of its region a report knows nothing
     * @param zone of the times
     */
    ReportWords(Locale locale, ZoneId zone) {
        this.phrases = new Phrases("org.facteur.report.report", Locale.forLanguageTag(locale.getLanguage()));
        this.wording = new Wording(locale);
        this.zone = zone;
    }

    Locale locale() {
        return phrases.locale();
    }

    ZoneId zone() {
        return zone;
    }

    /** @param values for {0}, {1} ... */
    String of(String key, Object... values) {
        return phrases.of(key, values);
    }

    /** In the reader's language. */
    String said(Reason reason) {
        return wording.say(reason);
    }

    /** How a run ended, in small letters. */
    String exit(String code) {
        return phrases.find("exit." + code).orElseGet(() -> code.toLowerCase(Locale.ROOT));
    }

    /** The sum that rows add up to, its numbers as they stand in a file. */
    String equation(CampaignStatus status) {
        return phrases.inDigits(
                "equation",
                Stream.concat(Stream.of(status.rows()), status.sumByState().values().stream())
                        .toArray());
    }

    /**
     * {@code campaign} or {@code relay ecole}
     *
     * @param relay null: the campaign
     */
    String owner(@Nullable String relay) {
        return relay == null ? of("owner.campaign") : of("owner.relay", relay);
    }

    String number(long number) {
        return of("number", number);
    }

    /** A letter's state, as so many of them are called. */
    String state(DeliveryState state, long count) {
        return of("state." + state, count);
    }

    /** {@code 1,200 sent} */
    String count(DeliveryState state, long count) {
        return number(count) + " " + state(state, count);
    }

    /** {@code Mon 14 Dec 22:00} */
    String time(Instant time) {
        return phrases.time("time.brief", time.atZone(zone));
    }

    /** {@code Tue 5 Jan 2027} */
    String day(LocalDate day) {
        return phrases.time("day", day);
    }

    /** @param category of a reply, by its label */
    String meaning(String category) {
        return Category.of(category).map(known -> said(known.meaning())).orElse(category);
    }

    /** The same to the second. */
    String exactTime(Instant time) {
        return phrases.time("time.second", time.atZone(zone));
    }

    /** {@code Monday 14 December 2026, 22:00} */
    String fullTime(Instant time) {
        return phrases.time("time.full", time.atZone(zone));
    }

    /** The same of a time to come back at. */
    String openingTime(Instant time) {
        return fullTime(Phrases.fullMinute(time));
    }

    /** {@code 15 min}, {@code 16 h 5 min}, {@code 2 days 16 h} */
    String length(Duration length) {
        if (length.compareTo(Duration.ofMinutes(1)) < 0) {
            return of("length.seconds", length.toSeconds());
        } else if (length.compareTo(Duration.ofHours(1)) < 0) {
            return of("length.minutes", length.toMinutes());
        } else if (length.compareTo(Duration.ofDays(2)) < 0) {
            return of("length.hours", length.toHours()) + rest("length.minutes", length.toMinutesPart());
        }
        return of("length.days", length.toDays()) + rest("length.hours", length.toHoursPart());
    }

    private String rest(String key, int number) {
        return number == 0 ? "" : " " + of(key, number);
    }

    /** No wider than a break of the chart: {@code 16 h} */
    String brief(Duration length) {
        if (length.compareTo(Duration.ofHours(1)) < 0) {
            return of("length.minutes", length.toMinutes());
        }
        return length.compareTo(Duration.ofHours(100)) < 0
                ? of("length.hours", Math.round(length.toMinutes() / 60.0))
                : of("length.days.brief", length.toDays());
    }
}
