package org.facteur.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LetterTimesTest {

    private static final Instant NOON = Instant.parse("2027-01-04T12:00:00Z");

    private final LetterTimes times = new LetterTimes();

    @Test
    void a_slow_server_shows_soon_and_a_single_slow_letter_hardly() {
        Duration before = times.perLetter();
        letter(1, Duration.ofSeconds(10));
        assertThat(times.perLetter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(times.perLetter()).isGreaterThan(before);

        for (int id = 2; id < 60; id++) {
            letter(id, Duration.ofSeconds(10));
        }
        assertThat(times.perLetter()).isBetween(Duration.ofMillis(9_900), Duration.ofSeconds(10));
    }

    @Test
    void a_letter_that_follows_another_is_measured_from_the_end_of_that_one() {
        for (int id = 1; id < 200; id += 2) {
            times.began(id, NOON);
            times.follows(id + 1, id, NOON);
            times.ended(id, NOON.plusSeconds(3), true);
            times.ended(id + 1, NOON.plusSeconds(6), true);
        }

        assertThat(times.perLetter()).isBetween(Duration.ofMillis(2_990), Duration.ofSeconds(3));
        assertThat(times.isAnyOnItsWay()).isFalse();
    }

    @Test
    void a_letter_that_no_server_saw_a_machine_that_slept_and_a_clock_set_back_say_little_about_the_server() {
        Duration before = times.perLetter();
        times.began(1, NOON);
        times.ended(1, NOON.plusSeconds(50), false);
        assertThat(times.perLetter()).isEqualTo(before);

        letter(2, Duration.ofHours(9));
        assertThat(times.perLetter()).isLessThan(Duration.ofSeconds(7));

        letter(3, Duration.ofHours(-9));
        assertThat(times.perLetter()).isPositive();
    }

    private void letter(long id, Duration taken) {
        times.began(id, NOON);
        assertThat(times.isAnyOnItsWay()).isTrue();
        times.ended(id, NOON.plus(taken), true);
    }
}
