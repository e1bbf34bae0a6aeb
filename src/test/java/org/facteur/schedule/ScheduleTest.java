package org.facteur.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {

    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    private static final Schedule WEEKDAYS_AT_TEN = Schedule.parse("0 0 22 * * MON-FRI", PARIS);

    @ParameterizedTest
    @CsvSource({
        // Tuesday; the stroke itself is over; Friday evening, then Monday
        "2026-11-24T12:00:00Z, 2026-11-24T21:00:00Z",
        "2026-11-24T21:00:00Z, 2026-11-25T21:00:00Z",
        "2026-11-27T22:00:00Z, 2026-11-30T21:00:00Z",
        // summer time
        "2026-07-01T12:00:00Z, 2026-07-01T20:00:00Z"
    })
    void the_hours_are_those_of_the_zone(Instant now, Instant due) {
        assertThat(WEEKDAYS_AT_TEN.next(now)).contains(due);
    }

    @Test
    void the_hour_that_spring_leaves_out_is_left_out_and_the_one_that_autumn_repeats_counts_twice() {
        Schedule atHalfPastTwo = Schedule.parse("0 30 2 * * *", PARIS);

        assertThat(atHalfPastTwo.next(Instant.parse("2027-03-28T00:00:00Z")))
                .contains(Instant.parse("2027-03-29T00:30:00Z"));
        assertThat(atHalfPastTwo.next(Instant.parse("2026-10-24T22:00:00Z")))
                .contains(Instant.parse("2026-10-25T00:30:00Z"));
        assertThat(atHalfPastTwo.next(Instant.parse("2026-10-25T00:30:00Z")))
                .contains(Instant.parse("2026-10-25T01:30:00Z"));
    }

    @Test
    void a_run_that_is_over_in_time_is_followed_by_the_next_one() {
        Instant startedAt = Instant.parse("2026-11-24T21:00:00Z");

        assertThat(WEEKDAYS_AT_TEN.following(startedAt, startedAt.plusSeconds(3600)))
                .contains(Instant.parse("2026-11-25T21:00:00Z"));
    }

    @Test
    void runs_that_fell_due_meanwhile_are_made_up_for_by_one_at_once() {
        Instant startedAt = Instant.parse("2026-11-24T21:00:00Z");
        Instant threeDaysOn = Instant.parse("2026-11-27T12:00:00Z");

        assertThat(WEEKDAYS_AT_TEN.following(startedAt, threeDaysOn)).contains(threeDaysOn);
        assertThat(WEEKDAYS_AT_TEN.following(threeDaysOn, threeDaysOn.plusSeconds(60)))
                .contains(Instant.parse("2026-11-27T21:00:00Z"));
    }

    @Test
    void a_day_that_never_comes_is_never_due() {
        assertThat(Schedule.parse("0 0 22 30 2 *", PARIS).next(Instant.parse("2026-11-24T12:00:00Z")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 22 * * *        | write the seconds before them: \"0 0 22 * * *\"",
                "every evening     | write for example \"0 0 22 * * MON-FRI\"",
                "0 0 25 * * *      | write for example \"0 0 22 * * MON-FRI\""
            })
    void what_is_no_schedule_is_told_with_what_to_write(String cron, String instead) {
        assertThatThrownBy(() -> Schedule.parse(cron, PARIS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(instead);
    }
}
