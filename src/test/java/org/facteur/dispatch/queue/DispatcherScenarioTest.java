package org.facteur.dispatch.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.facteur.pace.Limit;
import org.facteur.reason.Reason;
import org.junit.jupiter.api.Test;

/** Whole mailings in simulated time, drawn at random: chunks, connections, deferrals, pauses. */
class DispatcherScenarioTest {

    private record Flight(Choice.Send send, long begin, long end) {}

    private static final class World {
        final Random random;
        final List<Lane> lanes = new ArrayList<>();
        final List<List<Bucket>> groups = new ArrayList<>();
        final Map<Bucket, Integer> counts = new HashMap<>();
        final Map<Bucket, List<Flight>> log = new HashMap<>();
        final Map<Long, Integer> bound = new HashMap<>();
        final Map<Long, Long> due = new HashMap<>();
        final Set<Long> done = new HashSet<>();
        final Bucket campaign;
        final Dispatcher dispatcher;
        long now = 1_000_000;

        World(long seed) {
            random = new Random(seed);
            campaign = bucket("campaign", 5 + random.nextInt(20));
            for (int lane = 0; lane <= random.nextInt(3); lane++) {
                lanes.add(new Lane("lane" + lane, List.of(bucket("lane", 4 + random.nextInt(20))), 3));
            }
            dispatcher = new Dispatcher(lanes, campaign, null);
            dispatcher.startChunk(time(now));
            Bucket provider = bucket("provider", 1 + random.nextInt(5));
            for (int group = 0; group < 12; group++) {
                Bucket own = bucket("group" + group, 1 + random.nextInt(6));
                groups.add(group % 3 == 0 ? List.of(own, provider) : List.of(own));
                dispatcher.addGroup("group" + group, groups.get(group));
            }
            for (long id = 0; id < 300; id++) {
                due.put(id, now);
                dispatcher.add(id, random.nextInt(12) * random.nextInt(12) / 11, false, now, -1);
            }
        }

        Bucket bucket(String name, int count) {
            var bucket = new Bucket(Reason.verbatim(name), List.of(new Limit(count, Duration.ofSeconds(10))));
            counts.put(bucket, count);
            log.put(bucket, new ArrayList<>());
            return bucket;
        }

        /** False when all is done. */
        boolean chunk() {
            dispatcher.startChunk(time(now));
            List<Choice.Send> chosen = new ArrayList<>();
            Instant foreseen = time(now);
            while (chosen.size() < 10) {
                Choice choice = dispatcher.next(time(now), time(now + 5_000));
                if (choice instanceof Choice.Send send) {
                    assertThat(send.at()).isBetween(foreseen, time(now + 5_000));
                    foreseen = send.at();
                    chosen.add(send);
                } else if (choice instanceof Choice.Wait wait && chosen.isEmpty()) {
                    now = Math.max(now + 1, wait.until().toEpochMilli());
                    dispatcher.startChunk(time(now));
                    foreseen = time(now);
                } else if (choice instanceof Choice.Done && chosen.isEmpty()) {
                    return false;
                } else {
                    break;
                }
            }
            send(chosen);
            return true;
        }

        private void send(List<Choice.Send> chosen) {
            var flights = new PriorityQueue<Flight>((a, b) -> Long.compare(a.end, b.end));
            List<Choice.Send> waiting = new ArrayList<>(chosen);
            while (!waiting.isEmpty() || !flights.isEmpty()) {
                long next = Long.MAX_VALUE;
                for (Choice.Send send : List.copyOf(waiting)) {
                    if (random.nextInt(50) == 0) {
                        waiting.remove(send);
                        dispatcher.putBack(send);
                        continue;
                    }
                    var opening = dispatcher.tryBegin(send, time(now));
                    if (opening.isEmpty()) {
                        waiting.remove(send);
                        flights.add(new Flight(send, now, now + random.nextInt(400)));
                    } else if (opening.get().at() != null) {
                        next = Math.min(next, opening.get().at().toEpochMilli());
                    }
                }
                if (!flights.isEmpty() && flights.element().end <= next) {
                    land(flights.remove());
                } else if (next != Long.MAX_VALUE) {
                    now = Math.max(now, next);
                }
            }
        }

        private void land(Flight flight) {
            now = Math.max(now, flight.end);
            Choice.Send send = flight.send;
            boolean counted = random.nextInt(10) > 0;
            dispatcher.end(send, time(flight.end), counted);
            assertThat(due.get(send.id())).isLessThanOrEqualTo(flight.begin);
            assertThat(bound.getOrDefault(send.id(), send.lane())).isEqualTo(send.lane());
            if (counted) {
                log.getOrDefault(campaign, List.of()).add(flight);
                lanes.get(send.lane())
                        .buckets()
                        .forEach(b -> log.getOrDefault(b, List.of()).add(flight));
                groups.get(send.group())
                        .forEach(b -> log.getOrDefault(b, List.of()).add(flight));
            }
            if (random.nextInt(6) == 0) {
                long later = now + random.nextInt(20_000);
                int lane = random.nextBoolean() ? send.lane() : -1;
                due.put(send.id(), later);
                bound.remove(send.id());
                if (lane >= 0) {
                    bound.put(send.id(), lane);
                }
                dispatcher.defer(send.id(), send.group(), time(later), lane);
            } else {
                assertThat(done.add(send.id())).isTrue();
            }
            if (random.nextInt(40) == 0) {
                dispatcher.closeGroup(send.group(), time(now + random.nextInt(8_000)), Reason.verbatim("paused"));
            }
        }

        static Instant time(long millis) {
            return Instant.ofEpochMilli(millis);
        }
    }

    @Test
    void each_letter_goes_once_and_no_limit_is_passed_whatever_moment_a_server_counts_at() {
        for (long seed = 0; seed < 300; seed++) {
            var world = new World(seed);
            while (world.chunk()) {
                // until all is done
            }
            assertThat(world.done).as("seed %s", seed).hasSize(300);
            for (Map.Entry<Bucket, Integer> bucket : world.counts.entrySet()) {
                List<Flight> flights = world.log.getOrDefault(bucket.getKey(), List.of());
                assertWithin(
                        seed,
                        bucket.getValue(),
                        flights.stream().mapToLong(Flight::begin).sorted().toArray());
                assertWithin(
                        seed,
                        bucket.getValue(),
                        flights.stream().mapToLong(Flight::end).sorted().toArray());
            }
        }
    }

    private static void assertWithin(long seed, int count, long[] events) {
        for (int i = count; i < events.length; i++) {
            assertThat(events[i] - events[i - count]).as("seed %s", seed).isGreaterThan(10_000);
        }
    }
}
