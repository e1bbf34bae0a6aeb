package org.facteur.pace;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendingWindowTest {

    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private static final LocalDate SPRING = LocalDate.of(2027, 3, 28);
    private static final LocalDate AUTUMN = LocalDate.of(2027, 10, 31);

    @Test
    void a_night_belongs_to_the_day_it_opens_on() {
        SendingWindow window = window("22:00", "06:00", Set.of(FRIDAY));

        assertThat(window.isOpen(paris("2027-01-09T05:59"))).isTrue();
        assertThat(window.isOpen(paris("2027-01-09T06:00"))).isFalse();
        assertThat(window.isOpen(paris("2027-01-09T22:00"))).isFalse();
        assertThat(window.nextOpening(paris("2027-01-09T06:00"))).isEqualTo(paris("2027-01-15T22:00"));
        assertThat(window.closing(paris("2027-01-08T23:00"))).isEqualTo(paris("2027-01-09T06:00"));
    }

    @Test
    void in_spring_an_opening_in_the_hour_left_out_is_at_its_end() {
        SendingWindow window = window("02:30", "05:00", Set.of(SUNDAY));

        assertThat(window.nextOpening(paris("2027-03-28T00:00"))).isEqualTo(Instant.parse("2027-03-28T01:00:00Z"));
        assertThat(window("02:10", "02:50", Set.of(SUNDAY)).nextOpening(paris("2027-03-28T00:00")))
                .isEqualTo(paris("2027-04-04T02:10"));
    }

    @Test
    void in_autumn_the_hour_that_comes_twice_makes_the_night_longer() {
        SendingWindow window = window("22:00", "06:00", Set.of(SATURDAY));
        Instant opens = paris("2027-10-30T22:00");

        assertThat(Duration.between(opens, window.closing(opens))).isEqualTo(Duration.ofHours(9));
    }

    @Test
    void the_same_time_twice_is_the_whole_day_and_days_that_touch_are_one() {
        SendingWindow window = window("08:00", "08:00", Set.of(SUNDAY, MONDAY));

        assertThat(window.closing(paris("2027-01-03T09:00"))).isEqualTo(paris("2027-01-05T08:00"));
        assertThat(window("08:00", "08:00", EnumSet.allOf(DayOfWeek.class)).closing(paris("2027-01-03T09:00")))
                .isEqualTo(Instant.MAX);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void it_agrees_with_a_look_at_the_clock_every_minute(long seed) {
        var random = new Random(seed);
        for (LocalDate date : new LocalDate[] {SPRING, AUTUMN, LocalDate.of(2027, 6, 1)}) {
            for (int round = 0; round < 12; round++) {
                var days = EnumSet.of(DayOfWeek.of(1 + random.nextInt(7)), date.getDayOfWeek());
                var window = new SendingWindow(anyTime(random), anyTime(random), PARIS, days);
                compare(window, date);
            }
        }
    }

    private static void compare(SendingWindow window, LocalDate around) {
        Instant start = around.minusDays(1).atStartOfDay(PARIS).toInstant();
        int minutes = 3 * 24 * 60;
        boolean[] open = new boolean[minutes];
        for (int day = -2; day <= 2; day++) {
            LocalDate opensOn = around.plusDays(day);
            if (window.days().contains(opensOn.getDayOfWeek())) {
                LocalDate closesOn = window.from().isBefore(window.to()) ? opensOn : opensOn.plusDays(1);
                int first = firstShowing(opensOn.atTime(window.from()), start);
                int last = firstShowing(closesOn.atTime(window.to()), start);
                for (int minute = Math.max(0, first); minute < Math.min(last, minutes); minute++) {
                    open[minute] = true;
                }
            }
        }
        for (int minute = 0; minute < minutes; minute++) {
            Instant time = start.plusSeconds(minute * 60L);
            assertThat(window.isOpen(time)).as("%s at %s", window, time).isEqualTo(open[minute]);
            assertSameUntilChange(window, open, minute, start);
        }
    }

    private static void assertSameUntilChange(SendingWindow window, boolean[] open, int minute, Instant start) {
        int change = minute;
        while (change < open.length && open[change] == open[minute]) {
            change++;
        }
        if (change < open.length) {
            Instant time = start.plusSeconds(minute * 60L);
            Instant expected = start.plusSeconds(change * 60L);
            assertThat(open[minute] ? window.closing(time) : window.nextOpening(time))
                    .as("%s at %s", window, time)
                    .isEqualTo(expected);
        }
    }

    /** The first minute, counted from the start, at which the clock shows that or later. */
    private static int firstShowing(LocalDateTime wall, Instant start) {
        int minute =
                (int) Duration.between(start, wall.atZone(PARIS).toInstant()).toMinutes() - 180;
        while (LocalDateTime.ofInstant(start.plusSeconds(minute * 60L), PARIS).isBefore(wall)) {
            minute++;
        }
        return minute;
    }

    private static LocalTime anyTime(Random random) {
        return LocalTime.of(random.nextBoolean() ? random.nextInt(4) : random.nextInt(24), random.nextInt(60));
    }

    private static SendingWindow window(String from, String to, Set<DayOfWeek> days) {
        return new SendingWindow(LocalTime.parse(from), LocalTime.parse(to), PARIS, days);
    }

    private static Instant paris(String wall) {
        return LocalDateTime.parse(wall).atZone(PARIS).toInstant();
    }
}
