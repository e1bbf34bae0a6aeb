package org.facteur.dispatch.queue;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is: stride scheduling. Each queue has a turn, a point in virtual time; the earliest goes first, and its next
 * turn comes after a stride of one divided by its size. So a domain with k of n letters gets one in n/k. A queue that was
 * held up does not catch up: its turns continue from where the others are, else its domain would be hit by a burst.
 */
final class Queues {

    private static final byte OUT = 0;
    private static final byte FRESH = 1;
    private static final byte IN = 2;
    /** The golden ratio spreads the first turns of any number of queues evenly. */
    private static final double GOLDEN = 0.618033988749895;

    private final List<Group> groups;
    private final Letters letters;
    private final double[] clock = new double[2];
    private Channel[] channel = new Channel[16];
    private int[] group = new int[16];
    private int[] sibling = new int[16];
    private int[] weight = new int[16];
    private double[] turn = new double[16];
    private byte[] state = new byte[16];
    private int[] fresh = new int[16];
    private int freshCount;
    private int count;

    Queues(List<Group> groups, Letters letters) {
        this.groups = groups;
        this.letters = letters;
    }

    int of(int groupIndex, Channel wanted) {
        Group owner = groups.get(groupIndex);
        for (int queue = owner.firstQueue; queue >= 0; queue = sibling[queue]) {
            if (channel[queue] == wanted) {
                return queue;
            }
        }
        if (count == turn.length) {
            grow(count + (count >> 1) + 1);
        }
        int queue = count++;
        letters.addQueue(queue);
        channel[queue] = wanted;
        group[queue] = groupIndex;
        sibling[queue] = owner.firstQueue;
        owner.firstQueue = queue;
        return queue;
    }

    int count() {
        return count;
    }

    int group(int queue) {
        return group[queue];
    }

    Channel channel(int queue) {
        return channel[queue];
    }

    double turn(int queue) {
        return turn[queue];
    }

    /** Letters were added at its end. It enters the line with the next {@link #enterFresh}, when its size is known. */
    void filled(int queue) {
        if (state[queue] != OUT) {
            return;
        }
        state[queue] = FRESH;
        if (freshCount == fresh.length) {
            fresh = Arrays.copyOf(fresh, freshCount + (freshCount >> 1) + 1);
        }
        fresh[freshCount++] = queue;
    }

    void enterFresh() {
        for (int i = 0; i < freshCount; i++) {
            int queue = fresh[i];
            weight[queue] = Math.max(1, letters.count(queue));
            double phase = (queue + 1) * GOLDEN % 1;
            turn[queue] = Math.max(turn[queue], clock(queue) + phase / weight[queue]);
            state[queue] = IN;
            channel[queue].enter(queue);
        }
        freshCount = 0;
    }

    /** A letter was put back at its head. */
    void returned(int queue) {
        if (state[queue] == OUT) {
            weight[queue] = Math.max(1, weight[queue]);
            turn[queue] = clock(queue);
            state[queue] = IN;
            channel[queue].enter(queue);
        }
    }

    /** Its head was chosen and is gone, and it stands in no line: it goes to the end of its stride. */
    void advance(int queue) {
        int side = channel[queue].deferred() ? 1 : 0;
        clock[side] = Math.max(clock[side], turn[queue]);
        weight[queue] = Math.max(weight[queue], letters.count(queue));
        turn[queue] = clock[side] + 1.0 / weight[queue];
        if (letters.count(queue) == 0) {
            state[queue] = OUT;
        } else {
            channel[queue].enter(queue);
        }
    }

    /** Whether its head is due; heads that are not go back among the early ones. */
    boolean settle(int queue, long now) {
        while (letters.count(queue) > 0 && letters.headDue(queue) > now) {
            letters.postpone(queue);
        }
        if (letters.count(queue) == 0) {
            state[queue] = OUT;
            return false;
        }
        return true;
    }

    /** Of its group's buckets the one that opens last, if that is later than now. */
    @Nullable
    Bucket closed(int queue, long now) {
        Group owner = groups.get(group[queue]);
        Bucket last = null;
        long lastAt = now;
        for (Bucket bucket : owner.buckets()) {
            long at = bucket.opensAt(now);
            if (at > lastAt) {
                lastAt = at;
                last = bucket;
            }
        }
        Bucket pause = owner.pause();
        return pause != null && pause.opensAt(now) > lastAt ? pause : last;
    }

    /** Takes over the queues of another, with its letters but as if none had been parked. */
    void refill(Queues other, List<Channel> channels) {
        grow(Math.max(1, other.count));
        for (int queue = 0; queue < other.count; queue++) {
            of(other.group[queue], channels.get(other.channel[queue].index()));
            turn[queue] = other.turn[queue];
            weight[queue] = other.weight[queue];
            if (other.state[queue] == FRESH) {
                filled(queue);
            } else if (other.state[queue] == IN) {
                state[queue] = IN;
                channel[queue].enter(queue);
            }
        }
        System.arraycopy(other.clock, 0, clock, 0, clock.length);
    }

    private double clock(int queue) {
        return clock[channel[queue].deferred() ? 1 : 0];
    }

    private void grow(int capacity) {
        channel = Arrays.copyOf(channel, capacity);
        group = Arrays.copyOf(group, capacity);
        sibling = Arrays.copyOf(sibling, capacity);
        weight = Arrays.copyOf(weight, capacity);
        turn = Arrays.copyOf(turn, capacity);
        state = Arrays.copyOf(state, capacity);
    }
}
