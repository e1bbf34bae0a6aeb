package org.facteur.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.facteur.reason.InvalidValueException;
import org.springframework.scheduling.support.CronExpression;

/**
 * When a job is due. Pure: time is a parameter.
 *
 * <p>A run that could not start in time, because the one before was still going on or the machine was asleep, starts at the next
 * chance. However many were missed, they are made up for by one.
 */
public final class Schedule {

    private final CronExpression cron;
    private final ZoneId zone;

    private Schedule(CronExpression cron, ZoneId zone) {
        this.cron = cron;
        this.zone = zone;
    }

    /**
     * @param cron second, minute, hour, day of month, month, day of week
     * @param zone that the hours are of; an hour that its clocks leave out in spring is never due, one that they repeat in autumn
     *     twice, which sends nothing twice
     * @throws InvalidValueException with what to write instead
     */
    public static Schedule parse(String cron, ZoneId zone) {
        String fields = cron.strip();
        int count = fields.split("\\s+").length;
        if (!fields.startsWith("@") && count == 5) {
            throw new InvalidValueException(ScheduleReason.CRON_FIVE.of(cron, fields));
        } else if (!fields.startsWith("@") && count != 6) {
            throw new InvalidValueException(ScheduleReason.CRON.of(cron, ScheduleReason.CRON_FIELDS.of(count)));
        }
        try {
            return new Schedule(CronExpression.parse(fields), zone);
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException(ScheduleReason.CRON.of(cron, String.valueOf(e.getMessage())), e);
        }
    }

    /** The first time after this one; empty where there is none, as on a 30th of February. */
    public Optional<Instant> next(Instant now) {
        return Optional.ofNullable(cron.next(ZonedDateTime.ofInstant(now, zone)))
                .map(ZonedDateTime::toInstant);
    }

    /**
     * What follows a run.
     *
     * @return {@code now} where a run fell due while this one was going on; else the next time
     */
    public Optional<Instant> following(Instant startedAt, Instant now) {
        return next(startedAt).map(due -> due.isAfter(now) ? due : now);
    }
}
