package org.facteur.ledger;

import java.util.EnumMap;
import java.util.Map;
import org.facteur.contact.Exclusion;

/** How many rows stand where. They add up: each row is in exactly one place. */
public record Counts(
        long pending,
        long sending,
        long sent,
        long deferred,
        long refused,
        long expired,
        long inDoubt,
        long invalid,
        long duplicate,
        long suppressed) {

    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    static Counts of(Map<DeliveryState, Long> deliveries, Map<Exclusion.Kind, Long> exclusions) {
        EnumMap<DeliveryState, Long> states = new EnumMap<>(DeliveryState.class);
        states.putAll(deliveries);
        EnumMap<Exclusion.Kind, Long> reasons = new EnumMap<>(Exclusion.Kind.class);
        reasons.putAll(exclusions);
        return new Counts(
                states.getOrDefault(DeliveryState.PENDING, 0L),
                states.getOrDefault(DeliveryState.SENDING, 0L),
                states.getOrDefault(DeliveryState.SENT, 0L),
                states.getOrDefault(DeliveryState.DEFERRED, 0L),
                states.getOrDefault(DeliveryState.REFUSED, 0L),
                states.getOrDefault(DeliveryState.EXPIRED, 0L),
                states.getOrDefault(DeliveryState.IN_DOUBT, 0L),
                reasons.getOrDefault(Exclusion.Kind.INVALID, 0L),
                reasons.getOrDefault(Exclusion.Kind.DUPLICATE, 0L),
                reasons.getOrDefault(Exclusion.Kind.SUPPRESSED, 0L));
    }

    /** Letters, whatever became of them. */
    public long recipients() {
        return pending + sending + sent + deferred + refused + expired + inDoubt;
    }

    /** What a run has still to send. */
    public long open() {
        return pending + sending + deferred;
    }

    public long sum() {
        return recipients() + invalid + duplicate + suppressed;
    }
}
