package org.facteur.dispatch.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.facteur.pace.Limit;
import org.facteur.pace.Pace;
import org.facteur.pace.Pause;
import org.facteur.pace.SendingWindow;
import org.facteur.pace.WarmUp;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final Instant EVENING = Instant.parse("2027-01-04T20:00:00Z");
    private static final SendingWindow NIGHTS =
            new SendingWindow(LocalTime.of(22, 0), LocalTime.of(6, 0), ZoneOffset.UTC, EnumSet.allOf(DayOfWeek.class));

    @Test
    void a_daily_limit_makes_a_mailing_take_nights() {
        Dispatcher dispatcher = mailing(bucket("campaign"), bucket("relay ecole", "200/hour", "500/day"), NIGHTS, 1200);

        Plan plan = Plan.of(dispatcher, pace(null), Duration.ofSeconds(1), EVENING, 0);

        assertThat(plan.letters()).isEqualTo(1200);
        assertThat(plan.periods()).extracting(Plan.Period::letters).containsExactly(200, 200, 100, 200, 200, 100, 200);
        assertThat(plan.periods().get(0).start()).isEqualTo(Instant.parse("2027-01-04T22:00:00Z"));
        assertThat(plan.ends()).isBetween(Instant.parse("2027-01-06T22:00:00Z"), Instant.parse("2027-01-07T06:00:00Z"));
        assertThat(plan.heldBackBy()).hasToString("relay ecole: 500/day");
        assertThat(dispatcher.queued()).isEqualTo(1200);
    }

    @Test
    void nothing_but_pauses_holds_back_a_mailing_without_limits() {
        Dispatcher dispatcher = mailing(bucket("campaign"), bucket("relay"), null, 100);

        Plan plan = Plan.of(dispatcher, pace(null), Duration.ofSeconds(1), EVENING, 0);

        // 25 letters over each of two connections, a pause of 30 s, and again.
        assertThat(plan.periods()).containsExactly(new Plan.Period(EVENING, EVENING.plusSeconds(80), 100));
    }

    @Test
    void a_plan_ends_with_its_last_letter_and_not_with_a_pause_after_it() {
        // Two full chunks.
        Dispatcher dispatcher = mailing(bucket("campaign"), bucket("relay"), null, 100);

        Plan plan = Plan.of(dispatcher, pace(null), Duration.ofSeconds(1), EVENING, 0);

        assertThat(plan.ends()).isEqualTo(plan.periods().get(0).end());
    }

    @Test
    void letters_that_were_chosen_and_not_attempted_are_planned_for() {
        Bucket relay = bucket("relay ecole", "10/hour");
        Dispatcher dispatcher = mailing(bucket("campaign"), relay, null, 12);
        dispatcher.startChunk(EVENING);
        List<Choice.Send> chosen = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            chosen.add((Choice.Send) dispatcher.next(EVENING, EVENING.plus(Duration.ofHours(2))));
        }

        Plan plan = Plan.of(dispatcher.forkBefore(chosen), pace(null), Duration.ofSeconds(1), EVENING, 0);

        assertThat(plan.letters()).isEqualTo(12);
        assertThat(plan.ends()).isAfter(EVENING.plus(Duration.ofHours(1)));
        assertThat(dispatcher.queued()).isZero();
    }

    @Test
    void a_warm_up_sends_more_each_day() {
        var warmUp = new WarmUp(Limit.parse("100/day"), 2);
        Dispatcher dispatcher = mailing(bucket("campaign", "100/day"), bucket("relay"), null, 700);

        Plan plan = Plan.of(dispatcher, pace(warmUp), Duration.ofSeconds(1), EVENING, 0);

        assertThat(plan.periods()).extracting(Plan.Period::letters).startsWith(100);
        assertThat(plan.ends()).isBetween(EVENING.plus(Duration.ofDays(2)), EVENING.plus(Duration.ofDays(3)));
    }

    @Test
    void letters_that_can_never_go_have_no_end() {
        Dispatcher dispatcher = mailing(bucket("campaign"), bucket("relay"), null, 5);
        dispatcher.closeLane(0, Instant.MAX, Reason.verbatim("login refused"));

        Plan plan = Plan.of(dispatcher, pace(null), Duration.ofSeconds(1), EVENING, 0);

        assertThat(plan).isEqualTo(new Plan(0, List.of(), Instant.MAX, null));
    }

    @Test
    void a_run_takes_as_long_as_its_plan_said_and_uses_the_tightest_limit() {
        Dispatcher dispatcher = mailing(bucket("campaign", "30/minute"), bucket("relay", "5000/day"), null, 1500);
        var pause = new Pause(Duration.ofSeconds(2), Duration.ofSeconds(2));
        var pace = new Pace(50, pause, List.of(), Map.of(), null, Duration.ofMinutes(30), null);
        Plan plan = Plan.of(dispatcher, pace, Duration.ofMillis(200), EVENING, 0);

        Instant now = EVENING;
        while (dispatcher.queued() > 0) {
            dispatcher.startChunk(now);
            List<Choice.Send> chunk = new ArrayList<>();
            while (chunk.size() < 50 && dispatcher.next(now, now.plusSeconds(600)) instanceof Choice.Send send) {
                chunk.add(send);
            }
            for (Choice.Send send : chunk) {
                for (var closed = dispatcher.tryBegin(send, now); closed.isPresent(); ) {
                    now = Objects.requireNonNull(closed.get().at());
                    closed = dispatcher.tryBegin(send, now);
                }
                now = now.plusMillis(200);
                dispatcher.end(send, now, true);
            }
            now = now.plusSeconds(2);
        }

        double minutes = Duration.between(EVENING, now).toSeconds() / 60.0;
        assertThat(1500 / (30 * minutes)).isGreaterThan(0.98);
        assertThat(Duration.between(now, plan.ends()).abs()).isLessThan(Duration.ofSeconds(30));
        assertThat(plan.heldBackBy()).hasToString("campaign: 30/minute");
    }

    private static Dispatcher mailing(Bucket campaign, Bucket relay, @Nullable SendingWindow window, int letters) {
        var dispatcher = new Dispatcher(List.of(new Lane("ecole", List.of(relay), 2)), campaign, window);
        dispatcher.startChunk(EVENING);
        for (int group = 0; group < 10; group++) {
            dispatcher.addGroup("domain" + group, List.of());
        }
        for (int id = 0; id < letters; id++) {
            dispatcher.add(id, id % 10, false, 0, -1);
        }
        return dispatcher;
    }

    private static Pace pace(@Nullable WarmUp warmUp) {
        var pause = new Pause(Duration.ofSeconds(20), Duration.ofSeconds(40));
        return new Pace(50, pause, List.of(), Map.of(), null, Duration.ofMinutes(30), warmUp);
    }

    private static Bucket bucket(String name, String... limits) {
        return DispatcherTest.bucket(name, limits);
    }
}
