package org.facteur.dispatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.facteur.address.Domain;
import org.facteur.campaign.RelayRoute;
import org.facteur.dispatch.queue.Dispatcher;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;

/** The dispatcher's groups: recipients of one provider, or of one domain where relays are chosen by recipient domain. */
final class RecipientGroups {

    private final List<RelayRoute> routes;
    private final ProviderLimits perProvider;
    private final Dispatcher dispatcher;
    private final boolean byDomain;
    private final Map<String, Integer> groups = new HashMap<>();
    private final Map<String, List<Integer>> groupsOf = new HashMap<>();
    /** The provider of each group. */
    private final List<String> providerOf = new ArrayList<>();

    RecipientGroups(List<RelayRoute> routes, ProviderLimits perProvider, Dispatcher dispatcher) {
        this.routes = routes;
        this.perProvider = perProvider;
        this.dispatcher = dispatcher;
        this.byDomain =
                routes.stream().anyMatch(route -> !route.recipientDomains().isEmpty());
    }

    /**
     * @throws MendableException when no relay carries letters there
     */
    int of(Domain domain) {
        String provider = perProvider.of(domain);
        // Where relays are chosen by recipient domain, a provider's domains may go different ways.
        String key = byDomain ? domain.name() : provider;
        Integer group = groups.get(key);
        if (group == null) {
            if (routes.stream().noneMatch(route -> route.carries(key))) {
                throw new MendableException(DispatchReason.WAY.of(key), ExitCodes.CONFIG);
            }
            group = dispatcher.addGroup(key, List.of(perProvider.bucket(provider)));
            groups.put(key, group);
            providerOf.add(provider);
            groupsOf.computeIfAbsent(provider, name -> new ArrayList<>(1)).add(group);
        }
        return group;
    }

    /** The recipient domain or provider of a group. */
    String provider(int group) {
        return providerOf.get(group);
    }

    List<Integer> of(String provider) {
        return groupsOf.getOrDefault(provider, List.of());
    }
}
