package org.facteur.dispatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.facteur.address.Domain;
import org.facteur.dispatch.queue.Bucket;
import org.facteur.pace.Limit;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/** The recipients' side of a mailing: whose servers a domain's mail goes to. A provider has one set of thresholds for all its domains. */
public final class ProviderLimits {

    private final Map<String, List<Limit>> perDomain;
    private final Function<Domain, Optional<String>> providers;
    private final Map<String, Bucket> buckets = new HashMap<>();
    private @Nullable Map<String, List<Limit>> limits;

    /**
     * @param perDomain by domain, provider's name or {@code *}; limits given for one domain of a provider hold for the provider
     * @param providers asked when a domain is first seen, and no earlier
     */
    public ProviderLimits(Map<String, List<Limit>> perDomain, Function<Domain, Optional<String>> providers) {
        this.perDomain = perDomain;
        this.providers = providers;
    }

    /** A provider's name, or the domain itself. */
    String of(Domain domain) {
        return providers.apply(domain).orElse(domain.name());
    }

    Bucket bucket(String provider) {
        return buckets.computeIfAbsent(provider, name -> {
            Map<String, List<Limit>> all = limits();
            return new Bucket(Reason.verbatim(name), all.getOrDefault(name, all.getOrDefault("*", List.of())));
        });
    }

    private Map<String, List<Limit>> limits() {
        if (limits == null) {
            Map<String, List<Limit>> byProvider = new HashMap<>();
            perDomain.forEach((name, given) -> byProvider
                    .computeIfAbsent(name.contains(".") ? of(new Domain(name)) : name, key -> new ArrayList<>())
                    .addAll(given));
            limits = byProvider;
        }
        return limits;
    }
}
