package org.facteur.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.facteur.pace.AdaptiveRate;
import org.facteur.reason.Reason;
import org.junit.jupiter.api.Test;

class RelayStandingTest {

    private static final Instant NOON = Instant.parse("2027-01-04T12:00:00Z");
    private static final RelayStanding FRESH = RelayStanding.of("zythom@relay", 4);

    @Test
    void a_relay_that_breaks_off_is_tried_again_after_a_second_five_seconds_half_a_minute_and_so_on() {
        RelayStanding standing = FRESH;
        Instant now = NOON;
        for (Duration pause : new Duration[] {
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2)
        }) {
            standing = standing.failed(Reason.verbatim("connection refused"), now);
            assertThat(standing.opensAt()).isEqualTo(now.plus(pause));
            assertThat(standing.mostInFlight()).isEqualTo(1);
            now = standing.opensAt();
        }

        assertThat(standing.answered().mostInFlight()).isEqualTo(4);
        assertThat(standing.forgiven().opensAt()).isBefore(NOON);
    }

    @Test
    void connections_that_break_together_count_once() {
        RelayStanding once = FRESH.failed(Reason.verbatim("broken"), NOON);

        assertThat(once.failed(Reason.verbatim("broken"), NOON.plusMillis(1)).opensAt())
                .isEqualTo(once.opensAt());
    }

    @Test
    void a_relay_that_asks_to_slow_down_rests_and_goes_at_half_its_rate_then_half_of_that() {
        RelayStanding once = FRESH.slowed(null, 60, Reason.verbatim("too much mail"), NOON);
        RelayStanding twice = once.slowed(null, 60, Reason.verbatim("too much mail"), once.opensAt());

        assertThat(once.opensAt()).isEqualTo(NOON.plus(Duration.ofMinutes(5)));
        assertThat(once.rate()).isEqualTo(new AdaptiveRate(30, 60));
        assertThat(twice.opensAt()).isEqualTo(once.opensAt().plus(Duration.ofMinutes(10)));
        assertThat(twice.rate()).isEqualTo(new AdaptiveRate(15, 60));
    }

    @Test
    void letters_in_flight_that_hear_the_same_slow_it_down_once() {
        RelayStanding once = FRESH.slowed(null, 60, Reason.verbatim("too much mail"), NOON);

        assertThat(once.slowed(null, 60, Reason.verbatim("too much mail"), NOON.plusSeconds(2)))
                .isEqualTo(once);
    }

    @Test
    void the_time_that_the_relay_names_counts() {
        assertThat(FRESH.slowed(Duration.ofMinutes(42), 60, Reason.verbatim("in 42 minutes"), NOON)
                        .opensAt())
                .isEqualTo(NOON.plus(Duration.ofMinutes(42)));
    }

    @Test
    void a_tenth_of_its_rate_comes_back_with_each_minute_of_success_until_it_is_whole() {
        RelayStanding standing = FRESH.slowed(null, 60, Reason.verbatim("too much mail"), NOON);
        Instant now = standing.opensAt();
        standing = standing.accepted(now);
        for (int minute = 1; minute <= 3; minute++) {
            standing = standing.accepted(now.plus(Duration.ofMinutes(minute)));
        }
        assertThat(standing.rate().perMinute()).isGreaterThan(30).isLessThan(60);

        for (int minute = 4; minute <= 10; minute++) {
            standing = standing.accepted(now.plus(Duration.ofMinutes(minute)));
        }
        assertThat(standing.rate()).isEqualTo(AdaptiveRate.UNLIMITED);
        assertThat(standing.rests()).isZero();
    }

    @Test
    void it_gives_up_connections_one_by_one_and_is_slowed_down_with_the_last() {
        RelayStanding standing = FRESH;
        for (int left = 3; left >= 1; left--) {
            standing = standing.withFewerConnections(
                    null,
                    60,
                    Reason.verbatim("too many connections"),
                    standing.opensAt().plus(Duration.ofDays(1)));
            assertThat(standing.connections()).isEqualTo(left);
            assertThat(standing.rate().isSlowed()).isFalse();
        }

        assertThat(standing.withFewerConnections(null, 60, Reason.verbatim("too many connections"), NOON)
                        .rate()
                        .isSlowed())
                .isTrue();
    }

    @Test
    void a_longer_closing_wins() {
        RelayStanding tomorrow = FRESH.closed(NOON.plus(Duration.ofDays(1)), Reason.verbatim("quota"));

        assertThat(tomorrow.closed(NOON.plusSeconds(1), Reason.verbatim("less")))
                .isEqualTo(tomorrow);
    }

    @Test
    void what_it_was_told_is_kept_over_a_restart() {
        RelayStanding before = FRESH.withFewerConnections(null, 60, Reason.verbatim("too many connections"), NOON)
                .slowed(null, 60, Reason.verbatim("too much mail"), NOON.plusSeconds(60));
        RelayStanding failed = before.failed(Reason.verbatim("reset"), NOON.plusSeconds(400));

        RelayStanding after = RelayStanding.of(failed.toState(4, NOON.plusSeconds(400)), 4, NOON.plusSeconds(401));

        assertThat(after)
                .returns(failed.opensAt(), RelayStanding::opensAt)
                .returns(failed.rate(), RelayStanding::rate)
                .returns(3, RelayStanding::connections)
                .returns(1, RelayStanding::mostInFlight)
                .returns(Reason.verbatim("reset"), RelayStanding::reason);
        assertThat(after.failed(Reason.verbatim("reset"), after.opensAt()).opensAt())
                .isEqualTo(after.opensAt().plusSeconds(5));
    }

    @Test
    void what_it_said_about_connections_is_forgotten_after_a_day_and_never_makes_more_than_the_job_file_allows() {
        var kept = FRESH.withFewerConnections(null, 60, Reason.verbatim("too many connections"), NOON)
                .toState(4, NOON);

        assertThat(RelayStanding.of(kept, 4, NOON.plus(Duration.ofDays(1))).connections())
                .isEqualTo(4);
        assertThat(RelayStanding.of(kept, 2, NOON.plusSeconds(1)).connections()).isEqualTo(2);
    }
}
