package org.facteur.dispatch;

import java.time.Duration;
import java.time.Instant;
import org.facteur.ledger.RelayState;
import org.facteur.pace.AdaptiveRate;
import org.facteur.pace.Backoff;
import org.facteur.pace.Circuit;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * How a relay's account fares, and so how fast its letters go. Pure: what happened makes a new standing of the old one.
 *
 * @param connections that may be used, 1 or more
 * @param rests since a letter was last accepted
 * @param closedUntil no letter before; in the past: open
 * @param reason why it was closed last; null where it never was
 * @param lastAccepted or when it was slowed down, if that is later
 */
public record RelayStanding(
        String account,
        Circuit circuit,
        AdaptiveRate rate,
        int connections,
        int rests,
        Instant closedUntil,
        @Nullable Reason reason,
        Instant lastAccepted) {

    /** For a relay that asked to slow down. */
    private static final Backoff RESTS = new Backoff(Duration.ofMinutes(5), Duration.ofHours(1));

    /** For a relay that asked for fewer connections: until it has seen one close. */
    private static final Duration CLOSING = Duration.ofSeconds(15);

    /** What a relay said about connections is forgotten after a day. */
    private static final Duration REMEMBERED = Duration.ofDays(1);

    public static RelayStanding of(String account, int connections) {
        return new RelayStanding(
                account, Circuit.CLEAR, AdaptiveRate.UNLIMITED, connections, 0, Instant.EPOCH, null, Instant.EPOCH);
    }

    /** As the ledger kept it. */
    public static RelayStanding of(RelayState kept, int connections, Instant now) {
        Instant closedUntil = kept.closedUntil() == null ? Instant.EPOCH : kept.closedUntil();
        boolean recent = now.isBefore(kept.updatedAt().plus(REMEMBERED));
        boolean fewer = recent && kept.connections() > 0 && kept.connections() < connections;
        return new RelayStanding(
                kept.account(),
                kept.failures() == 0 ? Circuit.CLEAR : new Circuit(kept.failures(), closedUntil),
                new AdaptiveRate(kept.rate(), kept.fullRate()),
                fewer ? kept.connections() : connections,
                0,
                closedUntil,
                kept.reason(),
                kept.updatedAt());
    }

    /** @param configured connections by the job file */
    public RelayState toState(int configured, Instant now) {
        return new RelayState(
                account,
                opensAt().isAfter(now) ? opensAt() : null,
                reason,
                rate.perMinute(),
                rate.full(),
                connections < configured ? connections : 0,
                circuit.failures(),
                now);
    }

    Instant opensAt() {
        return circuit.until().isAfter(closedUntil) ? circuit.until() : closedUntil;
    }

    /** Letters in flight at most: one while it is not known whether the relay is back. */
    int mostInFlight() {
        return circuit.isClear() ? connections : 1;
    }

    public RelayStanding accepted(Instant now) {
        Duration since = now.isAfter(lastAccepted) ? Duration.between(lastAccepted, now) : Duration.ZERO;
        return new RelayStanding(
                account, Circuit.CLEAR, rate.succeeded(since), connections, 0, closedUntil, reason, now);
    }

    /** It answered, if only to refuse. */
    public RelayStanding answered() {
        return circuit.isClear()
                ? this
                : new RelayStanding(
                        account, Circuit.CLEAR, rate, connections, rests, closedUntil, reason, lastAccepted);
    }

    /**
     * It asked to slow down: it rests, then goes at half its rate. Letters in flight that hear the same count as one.
     *
     * @param named the time it named; null where it named none
     * @param perMinute letters a minute that were going there
     */
    public RelayStanding slowed(@Nullable Duration named, double perMinute, Reason why, Instant now) {
        if (now.isBefore(opensAt())) {
            return this;
        }
        Duration rest = named == null ? RESTS.pause(rests + 1) : named;
        return new RelayStanding(
                account, circuit, rate.throttled(perMinute), connections, rests + 1, now.plus(rest), why, now);
    }

    /** It asked for fewer connections at once. With one left it is slowed down. */
    public RelayStanding withFewerConnections(@Nullable Duration named, double perMinute, Reason why, Instant now) {
        if (now.isBefore(opensAt())) {
            return this;
        }
        if (connections == 1) {
            return slowed(named, perMinute, why, now);
        }
        Instant until = now.plus(named == null ? CLOSING : named);
        return new RelayStanding(account, circuit, rate, connections - 1, rests, until, why, lastAccepted);
    }

    /** Its quota is used up. */
    public RelayStanding closed(Instant until, Reason why) {
        return until.isAfter(closedUntil)
                ? new RelayStanding(account, circuit, rate, connections, rests, until, why, lastAccepted)
                : this;
    }

    /** It broke off, or could not be reached. */
    public RelayStanding failed(Reason why, Instant now) {
        return new RelayStanding(
                account, circuit.failed(now), rate, connections, rests, closedUntil, why, lastAccepted);
    }

    /** Whatever happened, the next run tries at once. */
    public RelayStanding forgiven() {
        return new RelayStanding(account, Circuit.CLEAR, rate, connections, rests, closedUntil, reason, lastAccepted);
    }
}
