package org.facteur.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.facteur.dispatch.queue.Bucket;
import org.facteur.reason.Reason;
import org.junit.jupiter.api.Test;

class SlidingWindowTest {

    private record Attempt(long begin, long end, boolean counted) {}

    @Test
    void a_place_is_free_again_one_window_after_the_end() {
        var window = new SlidingWindow(new Limit(1, Duration.ofSeconds(1)));
        window.begin();
        assertThat(window.earliest(0)).isEqualTo(SlidingWindow.UNKNOWN);

        window.end(Instant.ofEpochMilli(5_000));

        assertThat(window.earliest(0)).isEqualTo(6_001);
        assertThat(window.earliest(1)).isEqualTo(SlidingWindow.UNKNOWN);
        assertThat(window.taken(Instant.ofEpochMilli(6_000))).isEqualTo(1);
        assertThat(window.taken(Instant.ofEpochMilli(6_001))).isZero();
    }

    @Test
    void an_attempt_that_was_abandoned_does_not_count() {
        var window = new SlidingWindow(Limit.parse("1/day"));
        window.begin();

        window.abandon();

        assertThat(window.earliest(0)).isEqualTo(SlidingWindow.OPEN);
        assertThatThrownBy(window::abandon).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void another_count_keeps_what_was_counted() {
        var window = new SlidingWindow(Limit.parse("3/second"));
        for (int second = 1; second <= 5; second++) {
            window.load(Instant.ofEpochSecond(second));
        }

        window.resize(Limit.parse("2/second"));
        assertThat(window.earliest(0)).isEqualTo(5_001);
        window.resize(Limit.parse("3/second"));
        assertThat(window.earliest(0)).isEqualTo(SlidingWindow.OPEN);
        window.load(Instant.ofEpochSecond(6));
        assertThat(window.earliest(0)).isEqualTo(5_001);
    }

    @Test
    void a_place_kept_free_is_as_if_the_limit_were_one_less() {
        var kept = new SlidingWindow(Limit.parse("3/minute"));
        var less = new SlidingWindow(Limit.parse("2/minute"));
        kept.reserve(1);
        for (int second = 1; second <= 4; second++) {
            kept.load(Instant.ofEpochSecond(second));
            less.load(Instant.ofEpochSecond(second));
            assertThat(kept.earliest(0)).isEqualTo(less.earliest(0));
            assertThat(kept.fork().earliest(1)).isEqualTo(less.earliest(1));
        }
        assertThat(kept.taken(Instant.ofEpochSecond(5))).isEqualTo(3);
    }

    @Test
    void no_place_is_kept_free_where_none_would_be_left() {
        var window = new SlidingWindow(Limit.parse("2/minute"));
        window.reserve(2);
        assertThat(window.earliest(1)).isEqualTo(SlidingWindow.OPEN);

        window.resize(Limit.parse("3/minute"));
        assertThat(window.earliest(1)).isEqualTo(SlidingWindow.UNKNOWN);
    }

    @Test
    void places_are_kept_free_in_the_long_windows_of_a_bucket() {
        Instant noon = Instant.parse("2027-01-04T12:00:00Z");
        var bucket =
                new Bucket(Reason.verbatim("relay ecole"), List.of(Limit.parse("2/minute"), Limit.parse("3/hour")));
        bucket.reserve(1, Duration.ofSeconds(65));

        bucket.load(noon);
        assertThat(bucket.opening(noon)).isEmpty();
        bucket.load(noon);

        assertThat(bucket.opening(noon).orElseThrow().at()).isEqualTo(noon.plusMillis(3_600_001));
    }

    @Test
    void no_server_ever_counts_more_than_the_limit_in_any_window() {
        for (int seed = 0; seed < 3_000; seed++) {
            var random = new Random(seed);
            int count = 1 + random.nextInt(8);
            int length = 1 + random.nextInt(300);
            List<Attempt> attempts = simulate(random, count, length, 1 + random.nextInt(6), random.nextInt(200), 150);
            assertWithin(seed, count, length, attempts, Attempt::begin);
            assertWithin(seed, count, length, attempts, Attempt::end);
            assertWithin(seed, count, length, attempts, a -> a.begin + (a.end - a.begin) * (a.begin % 7) / 7);
        }
    }

    @Test
    void the_earliest_time_is_that_of_a_model_that_looks_at_every_attempt() {
        for (int seed = 0; seed < 2_000; seed++) {
            var random = new Random(seed);
            var limit = new Limit(1 + random.nextInt(6), Duration.ofMillis(1 + random.nextInt(50)));
            var window = new SlidingWindow(limit);
            List<Long> ends = new ArrayList<>();
            int inFlight = 0;
            long now = 0;
            for (int step = 0; step < 60; step++) {
                now += random.nextInt(20);
                if (inFlight > 0 && random.nextBoolean()) {
                    inFlight--;
                    if (random.nextInt(4) == 0) {
                        window.abandon();
                    } else {
                        window.end(Instant.ofEpochMilli(now));
                        ends.add(now + 1);
                    }
                } else if (window.earliest(0) <= now) {
                    window.begin();
                    inFlight++;
                }
                int ahead = random.nextInt(3);
                assertThat(window.earliest(ahead)).as("seed %s", seed).isEqualTo(model(limit, ends, inFlight + ahead));
            }
        }
    }

    @Test
    void when_letters_are_quick_nearly_all_of_the_limit_is_used() {
        int length = 60_000;
        List<Attempt> attempts = simulate(new Random(1), 30, length, 2, 50, 3_000);
        long time = attempts.get(attempts.size() - 1).begin - attempts.get(0).begin;

        double used = attempts.size() / (30.0 * (time / (double) length));

        assertThat(used).isGreaterThan(0.98);
    }

    private static long model(Limit limit, List<Long> ends, int before) {
        if (before >= limit.count()) {
            return SlidingWindow.UNKNOWN;
        }
        int live = limit.count() - before;
        return ends.size() < live
                ? SlidingWindow.OPEN
                : ends.get(ends.size() - live) + limit.window().toMillis();
    }

    /** Each connection takes a letter as soon as the window allows. */
    private static List<Attempt> simulate(
            Random random, int count, int length, int connections, int slowest, int letters) {
        var window = new SlidingWindow(new Limit(count, Duration.ofMillis(length)));
        var flying = new PriorityQueue<Attempt>((a, b) -> Long.compare(a.end, b.end));
        List<Attempt> attempts = new ArrayList<>();
        long now = 1_000;
        while (attempts.size() < letters) {
            long free = flying.size() < connections ? window.earliest(0) : SlidingWindow.UNKNOWN;
            if (!flying.isEmpty() && (flying.element().end <= Math.max(now, free))) {
                Attempt ended = flying.remove();
                now = Math.max(now, ended.end);
                if (ended.counted) {
                    window.end(Instant.ofEpochMilli(ended.end));
                } else {
                    window.abandon();
                }
                continue;
            }
            now = Math.max(now, free);
            var attempt = new Attempt(now, now + random.nextInt(slowest + 1), random.nextInt(10) > 0);
            window.begin();
            flying.add(attempt);
            attempts.add(attempt);
        }
        return attempts;
    }

    private static void assertWithin(
            int seed, int count, int length, List<Attempt> attempts, ToLongFunction<Attempt> event) {
        long[] events = attempts.stream()
                .filter(Attempt::counted)
                .flatMapToLong(attempt -> LongStream.of(event.applyAsLong(attempt)))
                .sorted()
                .toArray();
        for (int i = count; i < events.length; i++) {
            assertThat(events[i] - events[i - count]).as("seed %s", seed).isGreaterThan(length);
        }
    }
}
