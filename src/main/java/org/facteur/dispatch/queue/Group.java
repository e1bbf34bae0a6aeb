package org.facteur.dispatch.queue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/** Recipients that share limits: a domain, or all of one mail provider's. */
final class Group {

    private final String key;
    private final Bucket[] buckets;
    /** Lanes that may carry its letters, a bit for each. */
    private final long lanes;
    /** Its own pause; made when it is first paused. */
    private @Nullable Bucket pause;

    int firstQueue = -1;
    int inFlight;
    int mostInFlight = Integer.MAX_VALUE;

    Group(String key, Bucket[] buckets, long lanes) {
        this.key = key;
        this.buckets = buckets;
        this.lanes = lanes;
    }

    String key() {
        return key;
    }

    Bucket[] buckets() {
        return buckets;
    }

    long lanes() {
        return lanes;
    }

    @Nullable
    Bucket pause() {
        return pause;
    }

    Bucket close(Instant until, @Nullable Reason reason) {
        if (pause == null) {
            pause = new Bucket(Reason.verbatim(key), List.of());
        }
        pause.closeUntil(until, reason);
        return pause;
    }

    Group fork(Map<Bucket, Bucket> forks) {
        Bucket[] forked = new Bucket[buckets.length];
        for (int i = 0; i < forked.length; i++) {
            forked[i] = forks.computeIfAbsent(buckets[i], Bucket::fork);
        }
        Group fork = new Group(key, forked, lanes);
        fork.pause = pause == null ? null : pause.fork();
        fork.mostInFlight = mostInFlight;
        return fork;
    }
}
