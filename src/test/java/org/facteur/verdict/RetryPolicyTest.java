package org.facteur.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final RetryPolicy POLICY =
            new RetryPolicy(List.of(Duration.ofMinutes(10), Duration.ofHours(1)), Duration.ofDays(2));

    @ParameterizedTest
    @CsvSource({"1, PT10M", "2, PT1H", "3, PT1H", "2147483647, PT1H"})
    void the_delays_follow_one_another_and_the_last_repeats(int deferrals, Duration delay) {
        assertThat(POLICY.nextTry(deferrals, null, NOON)).isEqualTo(NOON.plus(delay));
    }

    @ParameterizedTest
    @CsvSource({"PT0S, PT2S", "PT5S, PT7S", "PT5M, PT5M30S", "PT10H, PT10H5M"})
    void a_time_the_server_named_goes_before_with_a_margin(Duration hint, Duration delay) {
        assertThat(POLICY.nextTry(2, hint, NOON)).isEqualTo(NOON.plus(delay));
    }

    @Test
    void it_gives_up_only_where_the_next_try_would_come_after_the_end() {
        Instant end = NOON.plus(Duration.ofDays(2));

        assertThat(POLICY.givesUp(3, NOON, end)).isFalse();
        assertThat(POLICY.givesUp(3, NOON, end.plusMillis(1))).isTrue();
    }

    @Test
    void it_does_not_give_up_before_as_many_tries_as_the_delays_give_in_that_time() {
        Instant late = NOON.plus(Duration.ofDays(4));

        assertThat(POLICY.givesUp(2, NOON, late)).isFalse();
        assertThat(new RetryPolicy(List.of(Duration.ofDays(1), Duration.ofDays(4)), Duration.ofDays(3))
                        .givesUp(2, NOON, late))
                .as("the second delay alone is longer than the time")
                .isTrue();
    }

    @Test
    void what_got_no_answer_goes_again_as_often_as_there_are_delays_and_within_the_time() {
        Instant end = NOON.plus(Duration.ofDays(2));

        assertThat(POLICY.resends(2, NOON, end)).isTrue();
        assertThat(POLICY.resends(3, NOON, end)).isFalse();
        assertThat(POLICY.resends(2, NOON, end.plusMillis(1)))
                .as("no run went on meanwhile")
                .isTrue();
        assertThat(new RetryPolicy(List.of(Duration.ofDays(3), Duration.ofDays(3)), Duration.ofDays(2))
                        .resends(1, NOON, end.plusMillis(1)))
                .isFalse();
    }

    @Test
    void no_deferral_has_no_next_try() {
        assertThatIllegalArgumentException().isThrownBy(() -> POLICY.nextTry(0, null, NOON));
    }

    @Test
    void a_policy_that_could_never_wait_is_no_policy() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(List.of(), Duration.ofDays(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetryPolicy(List.of(Duration.ZERO), Duration.ofDays(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetryPolicy(List.of(Duration.ofMinutes(1)), Duration.ofDays(-1)));
    }
}
