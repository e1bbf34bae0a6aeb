package org.facteur.dispatch.queue;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.facteur.pace.AdaptiveRate;
import org.facteur.pace.Backoff;
import org.facteur.pace.Circuit;
import org.facteur.pace.Limit;
import org.facteur.pace.RateMeter;
import org.facteur.pace.WarmUp;
import org.junit.jupiter.api.Test;

class RecoveryTest {

    private static final Instant NOON = Instant.parse("2027-01-01T12:00:00Z");

    @Test
    void a_domain_is_left_alone_twice_as_long_each_time_up_to_four_hours() {
        assertThat(Backoff.OF_DOMAINS.pause(1)).isEqualTo(ofMinutes(30));
        assertThat(Backoff.OF_DOMAINS.pause(3)).isEqualTo(ofHours(2));
        assertThat(Backoff.OF_DOMAINS.pause(4)).isEqualTo(ofHours(4));
        assertThat(Backoff.OF_DOMAINS.pause(Integer.MAX_VALUE)).isEqualTo(ofHours(4));
    }

    @Test
    void a_throttled_relay_goes_at_half_its_rate_and_is_back_after_five_minutes_of_success() {
        AdaptiveRate rate = AdaptiveRate.UNLIMITED.throttled(60);
        assertThat(rate.spacing()).isEqualTo(ofSeconds(2));

        for (int minute = 0; minute < 4; minute++) {
            rate = rate.succeeded(ofMinutes(1));
        }
        assertThat(rate.perMinute()).isBetween(53.9, 54.1);
        assertThat(rate.succeeded(ofSeconds(59)).isSlowed()).isTrue();
        assertThat(rate.succeeded(ofSeconds(61)).spacing()).isEqualTo(Duration.ZERO);
    }

    @Test
    void a_pause_is_no_success_and_a_second_throttling_halves_again() {
        AdaptiveRate rate = AdaptiveRate.UNLIMITED.throttled(60).throttled(30);

        assertThat(rate).isEqualTo(new AdaptiveRate(15, 60));
        assertThat(rate.succeeded(ofHours(9))).isEqualTo(new AdaptiveRate(21, 60));
    }

    @Test
    void failures_in_a_row_close_a_relay_for_longer_and_longer_up_to_half_an_hour() {
        Circuit circuit = Circuit.CLEAR;
        List<Duration> pauses = new ArrayList<>();
        for (Instant now = NOON; pauses.size() < 10; now = circuit.until()) {
            circuit = circuit.failed(now);
            pauses.add(Duration.between(now, circuit.until()));
        }

        assertThat(pauses)
                .containsExactly(
                        ofSeconds(1),
                        ofSeconds(5),
                        ofSeconds(30),
                        ofMinutes(1),
                        ofMinutes(2),
                        ofMinutes(4),
                        ofMinutes(8),
                        ofMinutes(16),
                        ofMinutes(30),
                        ofMinutes(30));
    }

    @Test
    void connections_that_fail_together_count_as_one_failure() {
        Circuit circuit = Circuit.CLEAR.failed(NOON);

        assertThat(circuit.failed(NOON.plusMillis(999))).isEqualTo(circuit);
        assertThat(circuit.failed(NOON.plusSeconds(1)).failures()).isEqualTo(2);
    }

    @Test
    void the_rate_is_what_was_accepted_in_the_last_minute() {
        RateMeter meter = new RateMeter();
        for (int second = 0; second < 90; second++) {
            meter.count(NOON.plusSeconds(second));
        }

        assertThat(meter.perMinute(NOON.plusSeconds(89))).isEqualTo(60);
        assertThat(meter.perMinute(NOON.plusSeconds(119))).isEqualTo(30);
        assertThat(meter.perMinute(NOON.plusSeconds(300))).isZero();
    }

    @Test
    void a_warm_up_multiplies_its_limit_each_day_and_stops_at_the_largest() {
        var warmUp = new WarmUp(Limit.parse("50/day"), 1.5);

        assertThat(warmUp.limit(0)).isEqualTo(Limit.parse("50/day"));
        assertThat(warmUp.limit(3)).isEqualTo(Limit.parse("168/day"));
        assertThat(warmUp.limit(2_000_000)).isEqualTo(Limit.parse("10000000/day"));
    }
}
