package org.facteur.ledger;

import java.time.Instant;
import org.facteur.address.EmailAddress;
import org.facteur.contact.Contact;
import org.jspecify.annotations.Nullable;

/**
 * A recipient of a campaign and where the letter stands.
 *
 * @param contact as enlisted
 * @param attempts transactions so far
 * @param deferrals attempts that count against {@code retry}
 * @param bound whether it may only go by the relay that carried it before
 * @param firstAttemptAt null before the first
 * @param messageId of its first attempt, which all later ones keep; null before
 */
public record Delivery(
        long id,
        EmailAddress email,
        Contact contact,
        DeliveryState state,
        int attempts,
        int deferrals,
        boolean bound,
        @Nullable Instant firstAttemptAt,
        @Nullable String messageId) {}
