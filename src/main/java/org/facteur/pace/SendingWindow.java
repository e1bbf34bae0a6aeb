package org.facteur.pace;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;

/**
 * The hours in which letters may leave, such as 22:00 to 06:00 from Monday to Friday. A window over midnight belongs to the day
 * it opens on.
 *
 * @param from inclusive
 * @param to exclusive; the same as {@code from}: the whole day
 * @param days the days on which it opens
 */
public record SendingWindow(LocalTime from, LocalTime to, ZoneId zone, Set<DayOfWeek> days) {}
