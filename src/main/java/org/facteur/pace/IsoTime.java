package org.facteur.pace;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** An instant as JSON and exports have it. */
public final class IsoTime {

    private IsoTime() {}

    /**
     * {@code 2026-12-31T22:00:00+01:00}: with the seconds even where there are none, so that each has the same form. Rounded up: somebody
     * who comes at that time must not come too early.
     */
    public static String of(Instant time, ZoneId zone) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                time.plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS).atZone(zone));
    }
}
