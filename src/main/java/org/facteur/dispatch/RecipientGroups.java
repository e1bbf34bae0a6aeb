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
    private final Receivers receivers;
    private final Dispatcher dispatcher;
    private final boolean byDomain;
    private final Map<String, Integer> groups = new HashMap<>();
    private final Map<String, List<Integer>> groupsOf = new HashMap<>();
    /** The receiver of each group. */
    private final List<String> receiverOf = new ArrayList<>();

    RecipientGroups(List<RelayRoute> routes, Receivers receivers, Dispatcher dispatcher) {
        this.routes = routes;
        this.receivers = receivers;
        this.dispatcher = dispatcher;
        this.byDomain =
                routes.stream().anyMatch(route -> !route.recipientDomains().isEmpty());
    }

    /**
     * @throws MendableException when no relay carries letters there
     */
    int of(Domain domain) {
        String receiver = receivers.of(domain);
        // Where relays are chosen by recipient domain, a provider's domains may go different ways.
        String key = byDomain ? domain.name() : receiver;
        Integer group = groups.get(key);
        if (group == null) {
            if (routes.stream().noneMatch(route -> route.carries(key))) {
                throw new MendableException(DispatchReason.WAY.of(key), ExitCodes.CONFIG);
            }
            group = dispatcher.addGroup(key, List.of(receivers.bucket(receiver)));
            groups.put(key, group);
            receiverOf.add(receiver);
            groupsOf.computeIfAbsent(receiver, name -> new ArrayList<>(1)).add(group);
        }
        return group;
    }

    /** The recipient domain or provider of a group. */
    String receiver(int group) {
        return receiverOf.get(group);
    }

    List<Integer> of(String receiver) {
        return groupsOf.getOrDefault(receiver, List.of());
    }
}
