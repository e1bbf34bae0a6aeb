package org.facteur.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.facteur.ledger.DeliveryState;

/** Numbers, times and lengths as a report shows them. */
final class Words {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("EEE d MMM HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter FULL =
            DateTimeFormatter.ofPattern("EEEE d MMMM uuuu, HH:mm", Locale.ENGLISH);

    private Words() {}

    static String number(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }

    /** {@code Mon 14 Dec 22:00} */
    static String time(Instant time, ZoneId zone) {
        return TIME.format(time.atZone(zone));
    }

    /** The same to the second. */
    static String exactTime(Instant time, ZoneId zone) {
        return EXACT.format(time.atZone(zone));
    }

    /** {@code Monday 14 December 2026, 22:00} */
    static String fullTime(Instant time, ZoneId zone) {
        return FULL.format(time.atZone(zone));
    }

    /** {@code 15 min}, {@code 16 h 5 min}, {@code 2 days 16 h} */
    static String length(Duration length) {
        if (length.compareTo(Duration.ofMinutes(1)) < 0) {
            return length.toSeconds() + " s";
        } else if (length.compareTo(Duration.ofHours(1)) < 0) {
            return length.toMinutes() + " min";
        } else if (length.compareTo(Duration.ofDays(2)) < 0) {
            return length.toHours() + " h" + (length.toMinutesPart() == 0 ? "" : " " + length.toMinutesPart() + " min");
        }
        return length.toDays() + " days" + (length.toHoursPart() == 0 ? "" : " " + length.toHoursPart() + " h");
    }

    /** No wider than a break of the chart: {@code 16 h} */
    static String brief(Duration length) {
        if (length.compareTo(Duration.ofHours(1)) < 0) {
            return length.toMinutes() + " min";
        }
        return length.compareTo(Duration.ofHours(100)) < 0
                ? Math.round(length.toMinutes() / 60.0) + " h"
                : length.toDays() + " d";
    }

    /** The state's colour, as the style sheet calls it. */
    static String style(DeliveryState state) {
        return state == DeliveryState.IN_DOUBT ? "doubt" : States.word(state);
    }
}
