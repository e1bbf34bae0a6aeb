package org.facteur.pace;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The hours in which letters may leave, such as 22:00 to 06:00 from Monday to Friday. A window over midnight belongs to the day
 * it opens on.
 *
 * <p>It follows the clock on the wall: it opens when the clock first shows {@code from} or later, and closes when the clock first
 * shows {@code to} or later after that. In spring a {@code from} within the hour that is left out opens at the end of that hour.
 * In autumn the hour that comes twice counts twice inside a window; one that begins or ends in it does so at its first passing.
 *
 * @param from inclusive
 * @param to exclusive; the same as {@code from}: the whole day
 * @param days the days on which it opens, at least one
 */
public record SendingWindow(LocalTime from, LocalTime to, ZoneId zone, Set<DayOfWeek> days) {

    public SendingWindow {
        days = Set.copyOf(days);
        if (days.isEmpty()) {
            throw new IllegalArgumentException("a sending window opens on at least one day");
        }
    }

    public boolean isOpen(Instant time) {
        return closingOfOne(time) != null;
    }

    /** The same instant when it is open. */
    public Instant nextOpening(Instant time) {
        if (isOpen(time)) {
            return time;
        }
        LocalDate today = time.atZone(zone).toLocalDate();
        // A window may vanish in the hour left out in spring: then the week after.
        for (LocalDate day = today; !day.isAfter(today.plusDays(15)); day = day.plusDays(1)) {
            Instant opens = opening(day);
            if (days.contains(day.getDayOfWeek()) && opens.isAfter(time) && opens.isBefore(closing(day))) {
                return opens;
            }
        }
        throw new IllegalStateException(this + " never opens");
    }

    /**
     * When it closes; windows that touch are one.
     *
     * @return the same instant when it is closed, {@link Instant#MAX} when it never closes
     */
    public Instant closing(Instant time) {
        Instant end = time;
        for (int day = 0; day < 16; day++) {
            Instant next = closingOfOne(end);
            if (next == null) {
                return end;
            }
            end = next;
        }
        return Instant.MAX;
    }

    private @Nullable Instant closingOfOne(Instant time) {
        LocalDate today = time.atZone(zone).toLocalDate();
        for (LocalDate day = today.minusDays(1); !day.isAfter(today); day = day.plusDays(1)) {
            if (days.contains(day.getDayOfWeek()) && !opening(day).isAfter(time)) {
                Instant closes = closing(day);
                if (closes.isAfter(time)) {
                    return closes;
                }
            }
        }
        return null;
    }

    private Instant opening(LocalDate day) {
        return firstAt(day.atTime(from));
    }

    private Instant closing(LocalDate day) {
        return firstAt((from.isBefore(to) ? day : day.plusDays(1)).atTime(to));
    }

    private Instant firstAt(LocalDateTime wall) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(wall);
        if (offsets.isEmpty()) {
            return zone.getRules().getTransition(wall).getInstant();
        }
        return wall.toInstant(offsets.get(0));
    }
}
