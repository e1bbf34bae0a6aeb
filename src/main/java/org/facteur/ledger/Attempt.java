package org.facteur.ledger;

import org.facteur.address.Domain;
import org.facteur.relay.RelayName;

/**
 * One SMTP transaction for one recipient, from its opening on.
 *
 * @param id unique over the ledger
 * @param account what quotas are counted by
 */
public record Attempt(long id, long deliveryId, String campaign, Domain domain, RelayName relay, String account) {}
