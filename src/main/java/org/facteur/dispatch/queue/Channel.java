package org.facteur.dispatch.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The queues of one class of letters that may go by the same lanes, in the order in which their turns come. A queue whose bucket is
 * closed is parked with it.
 */
final class Channel {

    private record Wake(long at, Park park) {}

    private final boolean deferred;
    private final long lanes;
    private final long unable;
    private final Queues queues;
    private final int index;
    /** Queues, and parks whose bucket has opened as the complement of their index. */
    private final KeyedHeap line = new KeyedHeap();

    private final List<Park> parks = new ArrayList<>();
    private final PriorityQueue<Wake> asleep = new PriorityQueue<>((a, b) -> Long.compare(a.at, b.at));

    /**
     * @param lanes a bit for each lane
     * @param unable a bit for each lane that cannot carry such letters, whatever becomes of the others
     */
    Channel(boolean deferred, long lanes, long unable, Queues queues, int index) {
        this.deferred = deferred;
        this.lanes = lanes;
        this.unable = unable;
        this.queues = queues;
        this.index = index;
    }

    /** Among its dispatcher's channels. */
    int index() {
        return index;
    }

    boolean isEmpty() {
        return line.isEmpty() && nextToWake() == null;
    }

    boolean deferred() {
        return deferred;
    }

    long lanes() {
        return lanes;
    }

    long unable() {
        return unable;
    }

    void enter(int queue) {
        line.push(queues.turn(queue), queue);
    }

    /** Whether a queue stands first that may send at that time; closed ones are parked on the way. */
    boolean prepare(long now) {
        wake(now);
        while (!line.isEmpty()) {
            int first = line.value();
            if (first < 0 && sleptAgain(parks.get(~first), now)) {
                continue;
            }
            int queue = first < 0 ? parks.get(~first).queues().value() : first;
            Bucket closed = null;
            if (queues.settle(queue, now)) {
                closed = queues.closed(queue, now);
                if (closed == null) {
                    return true;
                }
            }
            leave();
            if (closed != null) {
                park(queue, closed, now);
            }
        }
        return false;
    }

    /** The turn of the queue that {@link #prepare} found. */
    double turn() {
        return line.key();
    }

    /** Takes the queue that {@link #prepare} found out of the line. */
    int leave() {
        int first = line.pop();
        if (first >= 0) {
            return first;
        }
        Park park = parks.get(~first);
        int queue = park.queues().pop();
        if (park.queues().isEmpty()) {
            park.state = Park.State.EMPTY;
        } else {
            line.push(park.queues().key(), first);
        }
        return queue;
    }

    /** The park that wakes first. */
    @Nullable
    Park nextToWake() {
        Wake first = asleep.peek();
        while (first != null && isStale(first)) {
            asleep.poll();
            first = asleep.peek();
        }
        return first == null ? null : first.park;
    }

    /** Its bucket may open at another time than was foreseen. */
    void reconsider(Park park, long now) {
        if (park.state == Park.State.ASLEEP) {
            sleep(park, park.bucket().opensAt(now));
        }
    }

    private void wake(long now) {
        for (Park park = nextToWake(); park != null && park.wakeAt <= now; park = nextToWake()) {
            asleep.poll();
            long at = park.bucket().opensAt(now);
            if (at > now) {
                sleep(park, at);
            } else {
                park.state = Park.State.IN_LINE;
                line.push(park.queues().key(), ~park.index());
            }
        }
    }

    private boolean sleptAgain(Park park, long now) {
        long at = park.bucket().opensAt(now);
        if (at <= now) {
            return false;
        }
        line.pop();
        sleep(park, at);
        return true;
    }

    private void park(int queue, Bucket bucket, long now) {
        Park park = bucket.parkOf(this);
        if (park == null) {
            park = new Park(this, bucket, parks.size());
            parks.add(park);
            bucket.attach(park);
        }
        park.queues().push(queues.turn(queue), queue);
        if (park.state == Park.State.EMPTY) {
            sleep(park, bucket.opensAt(now));
        }
    }

    private void sleep(Park park, long at) {
        if (park.state != Park.State.ASLEEP || park.wakeAt != at) {
            park.state = Park.State.ASLEEP;
            park.wakeAt = at;
            asleep.add(new Wake(at, park));
        }
    }

    private static boolean isStale(Wake wake) {
        return wake.park.state != Park.State.ASLEEP || wake.at != wake.park.wakeAt;
    }
}
