package org.facteur.dispatch.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.facteur.pace.SlidingWindow;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/** Which lane a letter takes: the first open one in their order, or by weight. */
final class Lanes {

    private final List<Lane> lanes;
    /** A lane's buckets, its own pause last. */
    private final List<Bucket[]> buckets = new ArrayList<>();

    private final boolean weighted;
    private final int[] inFlight;
    private final int[] mostInFlight;
    private final long[] opensAt;
    private final double[] turn;
    private double clock;

    /**
     * @throws IllegalArgumentException when there are none or more than 60
     */
    Lanes(List<Lane> lanes) {
        if (lanes.isEmpty() || lanes.size() > 60) {
            throw new IllegalArgumentException("there are 1 to 60 lanes, not " + lanes.size());
        }
        this.lanes = List.copyOf(lanes);
        for (Lane lane : lanes) {
            Bucket[] all = lane.buckets().toArray(new Bucket[lane.buckets().size() + 1]);
            all[all.length - 1] = new Bucket(Reason.verbatim(lane.name()), List.of());
            buckets.add(all);
        }
        weighted = lanes.stream().anyMatch(lane -> lane.weight() > 0);
        inFlight = new int[lanes.size()];
        mostInFlight = lanes.stream().mapToInt(Lane::connections).toArray();
        opensAt = new long[lanes.size()];
        turn = new double[lanes.size()];
    }

    Lanes fork(Map<Bucket, Bucket> forks) {
        Lanes fork = new Lanes(lanes.stream()
                .map(lane -> new Lane(
                        lane.name(),
                        lane.buckets().stream()
                                .map(bucket -> forks.computeIfAbsent(bucket, Bucket::fork))
                                .toList(),
                        lane.connections(),
                        lane.weight(),
                        lane.carries()))
                .toList());
        for (int lane = 0; lane < lanes.size(); lane++) {
            Bucket[] all = fork.buckets.get(lane);
            all[all.length - 1] = pause(lane).fork();
            fork.mostInFlight[lane] = mostInFlight[lane];
        }
        return fork;
    }

    /** A bit for each lane that carries the group. */
    long carrying(String group) {
        long mask = 0;
        for (int lane = 0; lane < lanes.size(); lane++) {
            if (lanes.get(lane).carries().test(group)) {
                mask |= 1L << lane;
            }
        }
        return mask;
    }

    int size() {
        return lanes.size();
    }

    Lane lane(int lane) {
        return lanes.get(lane);
    }

    Bucket[] buckets(int lane) {
        return buckets.get(lane);
    }

    Bucket pause(int lane) {
        Bucket[] all = buckets.get(lane);
        return all[all.length - 1];
    }

    void close(int lane, Instant until, @Nullable Reason reason) {
        pause(lane).closeUntil(until, reason);
    }

    boolean isFull(int lane) {
        return inFlight[lane] >= mostInFlight[lane];
    }

    int mostInFlight(int lane) {
        return mostInFlight[lane];
    }

    void limitInFlight(int lane, int most) {
        mostInFlight[lane] = Math.min(most, lanes.get(lane).connections());
    }

    void begin(int lane) {
        inFlight[lane]++;
    }

    void end(int lane) {
        inFlight[lane]--;
    }

    /** Looks when each lane opens. */
    void look(long now) {
        for (int lane = 0; lane < opensAt.length; lane++) {
            long at = SlidingWindow.OPEN;
            for (Bucket bucket : buckets.get(lane)) {
                at = Math.max(at, bucket.opensAt(now));
            }
            opensAt[lane] = at;
        }
    }

    /** The lane of these that opens first, in the order of preference, as {@link #look} saw it. */
    int first(long mask) {
        int first = Long.numberOfTrailingZeros(mask);
        for (int lane = first + 1; lane < opensAt.length; lane++) {
            if ((mask >>> lane & 1) == 1 && opensAt[lane] < opensAt[first]) {
                first = lane;
            }
        }
        return first;
    }

    long opensAt(int lane) {
        return opensAt[lane];
    }

    /** The bucket that keeps a lane closed longest. */
    Bucket binding(int lane, long now) {
        for (Bucket bucket : buckets.get(lane)) {
            if (bucket.opensAt(now) == opensAt[lane]) {
                return bucket;
            }
        }
        return pause(lane);
    }

    /** The lane of these for the next letter; at least one is open. */
    int choose(long mask, long now) {
        int best = -1;
        for (int lane = 0; lane < opensAt.length; lane++) {
            if ((mask >>> lane & 1) == 1
                    && opensAt[lane] <= now
                    && (best < 0 || (weighted && Math.max(turn[lane], clock) < Math.max(turn[best], clock)))) {
                best = lane;
            }
        }
        if (weighted) {
            clock = Math.max(clock, turn[best]);
            turn[best] = Math.max(turn[best], clock)
                    + 1.0 / Math.max(1, lanes.get(best).weight());
        }
        return best;
    }
}
