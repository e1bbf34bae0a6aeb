package org.facteur.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.facteur.reason.Reason;
import org.junit.jupiter.api.Test;

class ProviderStandingTest {

    private static final Instant NOON = Instant.parse("2027-01-04T12:00:00Z");
    private static final ProviderStanding FRESH = ProviderStanding.of("gmail.com");

    @Test
    void a_domain_pauses_half_an_hour_then_twice_as_long_up_to_four_hours() {
        ProviderStanding standing = FRESH;
        Instant now = NOON;
        for (int minutes : new int[] {30, 60, 120, 240, 240}) {
            standing = standing.paused(null, Reason.verbatim("slow down"), now);
            assertThat(standing.closedUntil()).isEqualTo(now.plus(Duration.ofMinutes(minutes)));
            now = standing.closedUntil();
        }
    }

    @Test
    void letters_in_flight_that_hear_the_same_count_once() {
        ProviderStanding once = FRESH.paused(null, Reason.verbatim("slow down"), NOON);

        assertThat(once.paused(null, Reason.verbatim("slow down"), NOON.plusSeconds(1)))
                .isEqualTo(once);
    }

    @Test
    void after_a_pause_one_letter_goes_at_a_time_until_ten_were_accepted() {
        ProviderStanding standing = FRESH.paused(Duration.ofMinutes(1), Reason.verbatim("slow down"), NOON);
        for (int letter = 0; letter < 9; letter++) {
            standing = standing.letterAccepted();
        }
        assertThat(standing.mostInFlight()).isEqualTo(1);

        assertThat(standing.letterAccepted()).isEqualTo(FRESH);
    }

    @Test
    void a_pause_is_kept_over_a_restart() {
        ProviderStanding paused = FRESH.paused(null, Reason.verbatim("slow down"), NOON);

        assertThat(ProviderStanding.of(paused.toState())).isEqualTo(paused);
    }
}
