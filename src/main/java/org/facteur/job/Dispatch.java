package org.facteur.job;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.facteur.address.Domain;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.Providers;
import org.facteur.campaign.RelayRoute;
import org.facteur.ledger.LedgerBook;
import org.facteur.pace.Bucket;
import org.facteur.pace.Choice;
import org.facteur.pace.Dispatcher;
import org.facteur.pace.Lane;
import org.facteur.pace.Limit;
import org.facteur.pace.Opening;
import org.facteur.relay.Relay;
import org.jspecify.annotations.Nullable;

/**
 * Which letter goes next, through which relay, when: {@link Dispatcher} over what the ledger knows. Safe for the writer's threads, which
 * wait here for their letter's turn.
 */
public final class Dispatch {

    private final Campaign campaign;
    private final Timing timing;
    private final Stop stop;
    private final Dispatcher dispatcher;
    private final Bucket campaignBucket;
    private final Map<String, Bucket> accounts = new LinkedHashMap<>();
    private final boolean byDomain;
    private final Map<String, List<Limit>> receiverLimits;
    private final Map<String, Bucket> receivers = new HashMap<>();
    private final Map<String, Integer> groups = new HashMap<>();
    private final List<String> groupKeys = new ArrayList<>();
    private volatile @Nullable Opening waitingFor;

    public Dispatch(Campaign campaign, Timing timing, Stop stop) {
        this.campaign = campaign;
        this.timing = timing;
        this.stop = stop;
        this.byDomain = campaign.relays().stream()
                .anyMatch(route -> !route.recipientDomains().isEmpty());
        this.receiverLimits = limitsByReceiver();
        this.campaignBucket = new Bucket("campaign", campaign.pace().limits());
        this.dispatcher = new Dispatcher(
                campaign.relays().stream().map(this::lane).toList(),
                campaignBucket,
                campaign.pace().window());
    }

    private Lane lane(RelayRoute route) {
        Relay relay = route.relay();
        Bucket account =
                accounts.computeIfAbsent(relay.account(), key -> new Bucket("relay " + relay.name(), relay.limits()));
        return new Lane(relay.name().value(), List.of(account), relay.connections(), route.weight(), route::carries);
    }

    /** Takes up what the ledger holds: attempts that count against limits, and every letter that is still to be sent. */
    public synchronized void load(LedgerBook book) {
        book.forEachCounted(longestWindow(), timing.instant(), attempt -> {
            if (attempt.campaign().equals(campaign.name())) {
                campaignBucket.load(attempt.endedAt());
            }
            Bucket account = accounts.get(attempt.account());
            if (account != null) {
                account.load(attempt.endedAt());
            }
            receiver(receiverOf(attempt.domain())).load(attempt.endedAt());
        });
        dispatcher.startChunk(timing.instant());
        book.forEachWaiting(letter -> dispatcher.add(
                letter.id(), group(letter.domain()), letter.deferred(), letter.dueAt(), lane(letter.boundRelay())));
    }

    public synchronized void startChunk() {
        dispatcher.startChunk(timing.instant());
    }

    /** The next letter, by forecast; at most {@code pace.patience} away. */
    public synchronized Choice next() {
        Instant now = timing.instant();
        return dispatcher.next(now, now.plus(campaign.pace().patience()));
    }

    public synchronized int queued() {
        return dispatcher.queued();
    }

    /**
     * Waits until the letter may leave.
     *
     * @return false when it may not in this chunk: the run is to stop, or it would take longer than {@code pace.patience}. The letter has
     *     not been attempted; the caller puts it back.
     */
    public synchronized boolean admit(Choice.Send send) throws InterruptedException {
        Instant latest = timing.instant().plus(campaign.pace().patience());
        while (!stop.isRequested()) {
            Instant now = timing.instant();
            Optional<Opening> closed = dispatcher.tryBegin(send, now);
            if (closed.isEmpty()) {
                waitingFor = null;
                return true;
            }
            Instant at = closed.get().at();
            if (at != null && at.isAfter(latest)) {
                return false;
            }
            waitingFor = closed.get();
            // A second at most, so that a request to stop is seen; whoever ends an attempt wakes us earlier.
            Duration wait = at == null ? Duration.ofSeconds(1) : Duration.between(now, at);
            timing.await(this, wait.compareTo(Duration.ofSeconds(1)) > 0 ? Duration.ofSeconds(1) : wait);
        }
        return false;
    }

    /** Rests between two chunks. */
    public synchronized void rest(Duration pause) throws InterruptedException {
        Instant until = timing.instant().plus(pause);
        waitingFor = new Opening(until, "pause", "pause between chunks");
        while (!stop.isRequested() && timing.instant().isBefore(until)) {
            Duration left = Duration.between(timing.instant(), until);
            timing.await(this, left.compareTo(Duration.ofSeconds(1)) > 0 ? Duration.ofSeconds(1) : left);
        }
        waitingFor = null;
    }

    /** The attempt that was admitted is over. */
    public synchronized void end(Choice.Send send, Instant endedAt, boolean counted) {
        dispatcher.end(send, endedAt, counted);
        notifyAll();
    }

    /** The letter is to be tried again. */
    public synchronized void defer(Choice.Send send, Instant until, boolean bound) {
        dispatcher.defer(send.id(), send.group(), until, bound ? send.lane() : -1);
    }

    /** The letters were not attempted; the last chosen goes back first. */
    public synchronized void putBack(List<Choice.Send> sends) {
        for (int i = sends.size() - 1; i >= 0; i--) {
            dispatcher.putBack(sends.get(i));
        }
    }

    public synchronized void pauseDomain(int group, Instant until, String reason) {
        dispatcher.closeGroup(group, until, reason);
        dispatcher.limitInFlight(group, 1);
        notifyAll();
    }

    /** A letter was accepted there: the domain is itself again. */
    public synchronized void resumeDomain(int group) {
        dispatcher.limitInFlight(group, Integer.MAX_VALUE);
    }

    public synchronized void pauseRelay(int lane, Instant until, String reason) {
        dispatcher.closeLane(lane, until, reason);
        notifyAll();
    }

    /** The recipient domain or provider of a group. */
    public synchronized String receiver(int group) {
        return groupKeys.get(group);
    }

    /** What the run is waiting for at the moment. */
    public Optional<Opening> waitingFor() {
        return Optional.ofNullable(waitingFor);
    }

    public RelayRoute route(int lane) {
        return campaign.relays().get(lane);
    }

    private int lane(@Nullable String relay) {
        for (int lane = 0; relay != null && lane < campaign.relays().size(); lane++) {
            if (campaign.relays().get(lane).relay().name().value().equals(relay)) {
                return lane;
            }
        }
        // The relay is no longer in the job file: any other will do.
        return -1;
    }

    private int group(Domain domain) {
        // Where relays are chosen by recipient domain, a provider's domains may go different ways.
        String key = byDomain ? domain.name() : receiverOf(domain);
        Integer group = groups.get(key);
        if (group == null) {
            if (campaign.relays().stream().noneMatch(route -> route.carries(key))) {
                throw new MendableException(
                        "no relay carries letters to " + key + "; add one without for: to campaign.relays",
                        ExitCodes.CONFIG);
            }
            group = dispatcher.addGroup(key, List.of(receiver(receiverOf(domain))));
            groups.put(key, group);
            groupKeys.add(key);
        }
        return group;
    }

    /** Whose servers a domain's mail goes to: a provider has one set of thresholds for all its domains. */
    private String receiverOf(Domain domain) {
        return Providers.byDomain(domain).orElse(domain.name());
    }

    private Bucket receiver(String key) {
        List<Limit> limits = receiverLimits.getOrDefault(key, receiverLimits.getOrDefault("*", List.of()));
        return receivers.computeIfAbsent(key, name -> new Bucket(name, limits));
    }

    /** Limits given for one domain of a provider hold for the provider. */
    private Map<String, List<Limit>> limitsByReceiver() {
        Map<String, List<Limit>> limits = new HashMap<>();
        campaign.pace()
                .perDomain()
                .forEach((name, given) -> limits.computeIfAbsent(
                                name.contains(".") ? receiverOf(new Domain(name)) : name, key -> new ArrayList<>())
                        .addAll(given));
        return limits;
    }

    private Duration longestWindow() {
        List<Limit> all = new ArrayList<>(campaign.pace().limits());
        campaign.relays().forEach(route -> all.addAll(route.relay().limits()));
        campaign.pace().perDomain().values().forEach(all::addAll);
        return all.stream().map(Limit::window).max(Duration::compareTo).orElse(Duration.ZERO);
    }
}
