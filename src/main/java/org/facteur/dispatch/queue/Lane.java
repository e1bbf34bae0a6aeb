package org.facteur.dispatch.queue;

import java.util.List;
import java.util.function.Predicate;

/**
 * A way by which letters leave: a relay.
 *
 * @param name such as {@code ecole}
 * @param buckets its own limits and its account's; a bucket may be shared with other lanes
 * @param connections letters in flight at most, 1 or more
 * @param weight its share among the lanes that are open; 0 with all lanes: the first open one in their order
 * @param carries by a group's key, whether it may carry that group's letters
 */
public record Lane(String name, List<Bucket> buckets, int connections, int weight, Predicate<String> carries) {

    public Lane {
        buckets = List.copyOf(buckets);
        if (connections < 1 || weight < 0) {
            throw new IllegalArgumentException(name + " has " + connections + " connections and weight " + weight);
        }
    }

    /** In order of preference, for every group. */
    public Lane(String name, List<Bucket> buckets, int connections) {
        this(name, buckets, connections, 0, group -> true);
    }
}
