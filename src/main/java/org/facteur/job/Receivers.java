package org.facteur.job;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.facteur.address.Domain;
import org.facteur.pace.Bucket;
import org.facteur.pace.Limit;

/** The recipients' side of a mailing: whose servers a domain's mail goes to. A provider has one set of thresholds for all its domains. */
final class Receivers {

    private final Function<Domain, Optional<String>> providers;
    private final Map<String, List<Limit>> limits = new HashMap<>();
    private final Map<String, Bucket> buckets = new HashMap<>();

    /**
     * @param perDomain by domain, provider's name or {@code *}; limits given for one domain of a provider hold for the provider
     */
    Receivers(Map<String, List<Limit>> perDomain, Function<Domain, Optional<String>> providers) {
        this.providers = providers;
        perDomain.forEach((name, given) -> limits.computeIfAbsent(
                        name.contains(".") ? of(new Domain(name)) : name, key -> new ArrayList<>())
                .addAll(given));
    }

    /** A provider's name, or the domain itself. */
    String of(Domain domain) {
        return providers.apply(domain).orElse(domain.name());
    }

    Bucket bucket(String receiver) {
        return buckets.computeIfAbsent(
                receiver, name -> new Bucket(name, limits.getOrDefault(name, limits.getOrDefault("*", List.of()))));
    }
}
