package org.facteur.dispatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.facteur.address.Domain;
import org.facteur.campaign.RelayRoute;
import org.facteur.dispatch.queue.Bucket;
import org.facteur.dispatch.queue.Lane;
import org.facteur.reason.Reason;
import org.facteur.relay.Relay;

/** The relay side of a mailing: a lane for each relay, and a bucket for each account, which relays may share. */
public final class Accounts {

    private final List<RelayRoute> routes;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>();

    Accounts(List<RelayRoute> routes) {
        this.routes = routes;
        routes.stream()
                .map(RelayRoute::relay)
                .collect(Collectors.groupingBy(Relay::account, LinkedHashMap::new, Collectors.toList()))
                .forEach((account, relays) -> buckets.put(account, bucket(relays)));
    }

    /** What one of them has used, the account has used: it keeps the limits of each. */
    private static Bucket bucket(List<Relay> sharing) {
        return new Bucket(
                DispatchReason.RELAY.of(
                        Reason.allOf(sharing.stream().map(Relay::name).toList())),
                sharing.stream()
                        .flatMap(relay -> relay.limits().stream())
                        .distinct()
                        .toList());
    }

    List<Lane> lanes() {
        return routes.stream()
                .map(route -> new Lane(
                        route.relay().name().value(),
                        List.of(bucket(route.relay().account())),
                        route.relay().connections(),
                        route.weight(),
                        route::carries))
                .toList();
    }

    public Set<String> names() {
        return buckets.keySet();
    }

    String of(int lane) {
        return routes.get(lane).relay().account();
    }

    /** Whether letters there can go without these accounts. */
    public boolean carry(Domain recipient, Set<String> without) {
        return routes.stream()
                .anyMatch(route -> !without.contains(route.relay().account()) && route.carries(recipient.name()));
    }

    /** Connections that the job file gives an account, of all its relays. */
    public int connections(String account) {
        return lanesOf(account).stream()
                .mapToInt(lane -> routes.get(lane).relay().connections())
                .max()
                .orElse(1);
    }

    List<Integer> lanesOf(String account) {
        List<Integer> lanes = new ArrayList<>();
        for (int lane = 0; lane < routes.size(); lane++) {
            if (of(lane).equals(account)) {
                lanes.add(lane);
            }
        }
        return lanes;
    }

    Bucket bucket(String account) {
        Bucket bucket = buckets.get(account);
        if (bucket == null) {
            throw new IllegalArgumentException("no relay has the account " + account);
        }
        return bucket;
    }

    /** An attempt of an earlier run; those of accounts that are not used here do not matter. */
    void load(String account, Instant endedAt) {
        Bucket bucket = buckets.get(Relay.account(account));
        if (bucket != null) {
            bucket.load(endedAt);
        }
    }
}
