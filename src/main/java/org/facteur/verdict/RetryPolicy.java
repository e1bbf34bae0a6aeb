package org.facteur.verdict;

import java.time.Duration;
import java.util.List;

/**
 * When a deferred recipient is tried again, and when no more.
 *
 * @param delays after the first, second ... deferral; the last one repeats; not empty
 * @param giveUpAfter counted from the first attempt
 */
public record RetryPolicy(List<Duration> delays, Duration giveUpAfter) {}
