package org.facteur.report;

import java.time.Duration;
import java.time.Instant;

/** A stretch of time, its end excluded. */
public record Period(Instant from, Instant to) {

    public Duration length() {
        return Duration.between(from, to);
    }

    boolean contains(Instant time) {
        return !time.isBefore(from) && time.isBefore(to);
    }
}
