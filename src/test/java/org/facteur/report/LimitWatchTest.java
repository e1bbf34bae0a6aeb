package org.facteur.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.facteur.ledger.LedgerHistory.Use;
import org.junit.jupiter.api.Test;

class LimitWatchTest {

    private static final Instant NOON = Instant.parse("2026-12-14T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final LimitRule HUNDRED_AN_HOUR =
            new LimitRule("relay ecole", "ecole", 100, Duration.ofHours(1), "100/hour");

    private static Instant minute(int minute) {
        return NOON.plus(MINUTE.multipliedBy(minute));
    }

    private static Use use(int minute, long attempts) {
        return new Use(minute(minute), attempts);
    }

    private static List<Period> full(LimitRule rule, Use... use) {
        return LimitWatch.of(rule, List.of(use), MINUTE, minute(600))
                .map(Hold::periods)
                .orElse(List.of());
    }

    @Test
    void a_limit_that_was_not_reached_is_not_shown() {
        assertThat(full(HUNDRED_AN_HOUR, use(0, 60), use(1, 39))).isEmpty();
    }

    @Test
    void it_is_full_from_the_attempt_that_filled_it_until_the_first_of_them_leaves_the_window() {
        assertThat(full(HUNDRED_AN_HOUR, use(0, 60), use(5, 40))).containsExactly(new Period(minute(5), minute(61)));
    }

    @Test
    void attempts_further_apart_than_its_window_do_not_fill_it() {
        assertThat(full(HUNDRED_AN_HOUR, use(0, 60), use(62, 60))).isEmpty();
    }

    @Test
    void it_can_be_reached_twice() {
        assertThat(full(HUNDRED_AN_HOUR, use(0, 100), use(300, 100)))
                .containsExactly(new Period(minute(0), minute(61)), new Period(minute(300), minute(361)));
    }

    @Test
    void a_flow_at_the_limit_is_one_period() {
        List<Use> use = new ArrayList<>();
        for (int minute = 0; minute < 300; minute++) {
            use.add(use(minute, minute % 3 == 0 ? 5 : 0));
        }

        Hold hold = LimitWatch.of(HUNDRED_AN_HOUR, use, MINUTE, minute(300)).orElseThrow();

        assertThat(hold.periods()).containsExactly(new Period(minute(57), minute(300)));
    }

    @Test
    void what_is_looked_at_ends_a_period_that_is_still_on() {
        Hold hold = LimitWatch.of(HUNDRED_AN_HOUR, List.of(use(0, 100)), MINUTE, minute(30))
                .orElseThrow();

        assertThat(hold.periods()).containsExactly(new Period(minute(0), minute(30)));
    }

    @Test
    void a_window_of_one_slice_is_full_by_that_slice_alone() {
        LimitRule thirtyAMinute = new LimitRule("campaign", null, 30, MINUTE, "30/minute");

        assertThat(full(thirtyAMinute, use(0, 29), use(1, 29))).isEmpty();
        assertThat(full(thirtyAMinute, use(0, 29), use(1, 30))).containsExactly(new Period(minute(1), minute(2)));
    }

    @Test
    void a_window_shorter_than_a_slice_is_left_alone() {
        LimitRule oneASecond = new LimitRule("campaign", null, 1, Duration.ofSeconds(1), "1/second");

        assertThat(full(oneASecond, use(0, 60))).isEmpty();
    }
}
