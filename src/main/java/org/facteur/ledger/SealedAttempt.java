package org.facteur.ledger;

import java.time.Instant;

/**
 * An attempt whose seal is on the disk: its final dot may leave, and has to be {@linkplain Ledger#record recorded}.
 *
 * @param at when it was sealed
 */
public record SealedAttempt(Attempt attempt, Instant at) {}
