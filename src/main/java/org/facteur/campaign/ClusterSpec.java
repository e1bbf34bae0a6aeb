package org.facteur.campaign;

import java.time.Duration;

/**
 * Whether a campaign is sent from several machines.
 *
 * @param workers whether {@code run} leaves the sending to workers
 * @param lease after so long without a sign of life a worker's accounts go to another one; 2 s to 10 min
 */
public record ClusterSpec(boolean workers, Duration lease) {

    static final Duration LEASE = Duration.ofSeconds(15);

    public ClusterSpec withWorkers() {
        return new ClusterSpec(true, lease);
    }
}
