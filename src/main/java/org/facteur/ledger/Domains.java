package org.facteur.ledger;

import java.util.HashMap;
import java.util.Map;
import org.facteur.address.Domain;

/** The domains of many rows, each checked once: a million letters go to some thousand domains. */
final class Domains {

    private final Map<String, Domain> known = new HashMap<>();

    Domain of(String name) {
        return known.computeIfAbsent(name, Domain::new);
    }
}
