package org.facteur.verdict;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a reply means.
 *
 * @param retryAfter the time the server named; null where it named none
 */
public record Verdict(
        Category category,
        Scope scope,
        Reaction reaction,
        @Nullable Duration retryAfter) {}
