package org.facteur.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.facteur.address.Domain;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.RelayRoute;
import org.facteur.dispatch.queue.Choice;
import org.facteur.dispatch.queue.Dispatcher;
import org.facteur.dispatch.queue.Opening;
import org.facteur.dispatch.queue.Plan;
import org.facteur.ledger.Attempts;
import org.facteur.ledger.LedgerBook;
import org.facteur.pace.Timing;
import org.facteur.reason.Reason;
import org.facteur.relay.Relay;
import org.jspecify.annotations.Nullable;

/**
 * Which letter goes next, through which relay, when: {@link Dispatcher} over what the ledger knows. Safe for the writer's threads, which
 * wait here for their letter's turn.
 */
public final class Dispatch {

    /** A letter whose relay or domain was closed for longer than this is given back, so that others go first or another relay takes it. */
    private static final Duration WORTH_WAITING = Duration.ofSeconds(10);

    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    private static final Reason PAUSE = DispatchReason.PAUSE.of();

    private final Campaign campaign;
    private final Timing timing;
    private final Stop stop;
    private final Quotas quotas;
    private final Accounts accounts;
    private final CampaignLimits limits;
    private final Dispatcher dispatcher;
    private final RecipientGroups groups;
    private final Map<String, RelayStanding> standings = new HashMap<>();
    private final Map<Integer, Instant> closedGroups = new HashMap<>();
    /** Accounts through which nobody sends at the moment, and until when somebody will have taken them, as far as is hoped. */
    private final Map<String, Opening> withoutSender = new HashMap<>();

    private final LetterTimes times = new LetterTimes();
    /** Letters of this chunk that were not attempted yet, in the order of choice. */
    private final Map<Long, Choice.Send> chosen = new LinkedHashMap<>();

    /** Letters that their relay cannot carry, until they are put back. */
    private final Set<Long> passedOn = new HashSet<>();

    private volatile @Nullable Opening waitingFor;
    private Choice.@Nullable Wait waits;
    private Instant restsUntil = Instant.MIN;

    public Dispatch(Campaign campaign, ProviderLimits perProvider, Timing timing, Stop stop) {
        this.campaign = campaign;
        this.timing = timing;
        this.stop = stop;
        this.quotas = new Quotas(campaign, perProvider);
        this.accounts = quotas.accounts();
        this.limits = quotas.limits();
        quotas.reserveForNotices();
        this.dispatcher = new Dispatcher(
                accounts.lanes(), limits.bucket(), campaign.pace().window());
        this.groups = new RecipientGroups(campaign.relays(), perProvider, dispatcher);
    }

    /** Takes up the attempts of earlier runs that count against limits, of all campaigns. */
    public synchronized void load(Attempts attempts) {
        quotas.load(attempts, timing.instant());
        startChunk();
    }

    /** Takes up every letter that is still to be sent. */
    public synchronized void load(LedgerBook book) {
        book.forEachWaiting(this::add);
    }

    /** Takes up every letter that a run at a real relay will find unsent, since it went to the sandbox. */
    synchronized void loadRehearsed(LedgerBook book) {
        book.forEachRehearsed(this::add);
    }

    private void add(LedgerBook.Waiting letter) {
        add(letter.id(), letter.domain(), letter.deferred(), letter.dueAt(), letter.boundRelay());
    }

    /** A letter to send. */
    public synchronized void add(long id, Domain domain, boolean deferred, long dueAt, @Nullable String boundRelay) {
        dispatcher.add(id, groups.of(domain), deferred, dueAt, lane(boundRelay, domain));
    }

    public synchronized void startChunk() {
        Instant now = timing.instant();
        limits.keepUp(now);
        chosen.clear();
        dispatcher.startChunk(now);
    }

    /** The next letter, by forecast; at most {@code pace.patience} away. */
    public synchronized Choice next() {
        Instant now = timing.instant();
        Choice next = dispatcher.next(now, now.plus(campaign.pace().patience()));
        if (next instanceof Choice.Send send) {
            chosen.put(send.id(), send);
        } else {
            waits = next instanceof Choice.Wait wait ? wait : null;
        }
        return next;
    }

    /** What the run would have to wait for longer than its patience; null where nothing is left, or it was stopped before it looked. */
    public synchronized Choice.@Nullable Wait waits() {
        return waits;
    }

    public synchronized int queued() {
        return dispatcher.queued();
    }

    /** What the mailing will take from now on, also while a chunk waits. Empty while a letter is on its way. */
    Optional<Plan> plan() {
        Dispatcher fork;
        Duration busy;
        Instant from;
        int daysUsed;
        synchronized (this) {
            if (times.isAnyOnItsWay()) {
                return Optional.empty();
            }
            fork = dispatcher.forkBefore(List.copyOf(chosen.values()));
            busy = times.perLetter();
            Instant now = timing.instant();
            from = now.isBefore(restsUntil) ? restsUntil : now;
            daysUsed = limits.daysUsed();
        }
        // A million letters take a while: letters that may leave meanwhile do not wait for it.
        return Optional.of(Plan.using(fork, campaign.pace(), busy, from, daysUsed));
    }

    /**
     * Waits until the letter may leave.
     *
     * @return false when it may not in this chunk: the run is to stop, or it would take longer than {@code pace.patience}, or its relay
     *     or its domain was closed since it was chosen. The letter has not been attempted; the caller puts it back.
     */
    public synchronized boolean admit(Choice.Send send) throws InterruptedException {
        Instant latest = timing.instant().plus(campaign.pace().patience());
        while (!stop.isRequested()) {
            Instant now = timing.instant();
            // A chunk may wait over midnight.
            limits.keepUp(now);
            Optional<Opening> closed = dispatcher.tryBegin(send, now);
            if (closed.isEmpty()) {
                waitingFor = null;
                times.began(send.id(), now);
                return true;
            }
            Instant at = closed.get().at();
            if ((at != null && at.isAfter(latest)) || wasClosed(send, now)) {
                return false;
            }
            waitingFor = closed.get();
            // An attempt that ends wakes us earlier.
            await(at == null ? HEARTBEAT : Duration.between(now, at));
        }
        return false;
    }

    /**
     * Admits a letter over the connection of another that is about to end.
     *
     * @return false when it may not leave at this very moment; it can still be {@link #admit admitted}
     */
    public synchronized boolean follows(Choice.Send send, Choice.Send before) {
        Instant now = timing.instant();
        limits.keepUp(now);
        if (stop.isRequested() || dispatcher.tryFollow(send, before, now).isPresent()) {
            return false;
        }
        times.follows(send.id(), before.id(), now);
        return true;
    }

    /** Whether its relay or domain was closed after it was chosen, for longer than is worth waiting here. */
    private boolean wasClosed(Choice.Send send, Instant now) {
        Instant soon = campaign.relays().size() > 1 ? now : now.plus(WORTH_WAITING);
        RelayStanding standing = standings.get(accounts.of(send.lane()));
        Opening missing = withoutSender.get(accounts.of(send.lane()));
        if (isLater(missing == null ? null : missing.at(), soon, send)) {
            return true;
        }
        return isLater(standing == null ? null : standing.opensAt(), soon, send)
                || isLater(closedGroups.get(send.group()), now.plus(WORTH_WAITING), send);
    }

    /** A letter that was chosen for the time of the opening waits for it: it would be chosen so again. */
    private static boolean isLater(@Nullable Instant opens, Instant soon, Choice.Send send) {
        return opens != null && opens.isAfter(soon) && opens.isAfter(send.at());
    }

    /** Rests between two chunks. */
    public synchronized void rest(Duration pause) throws InterruptedException {
        Instant until = timing.instant().plus(pause);
        long begun = timing.nanos();
        restsUntil = until;
        waitingFor = new Opening(until, PAUSE, PAUSE);
        // By both clocks: one goes on while a machine sleeps, and the other while somebody sets the first one back.
        while (!stop.isRequested() && timing.instant().isBefore(until) && timing.nanos() - begun < pause.toNanos()) {
            await(Duration.between(timing.instant(), until));
        }
        restsUntil = Instant.MIN;
        waitingFor = null;
    }

    /** A second at most, so that a request to stop is seen. */
    private void await(Duration longest) throws InterruptedException {
        timing.await(this, longest.compareTo(HEARTBEAT) > 0 ? HEARTBEAT : longest);
    }

    /** The attempt that was admitted is over. */
    public synchronized void end(Choice.Send send, Instant endedAt, boolean counted) {
        dispatcher.end(send, endedAt, counted);
        if (counted) {
            chosen.remove(send.id());
            limits.used(endedAt);
        }
        times.ended(send.id(), endedAt, counted);
        notifyAll();
    }

    /** The letter is to be tried again. */
    public synchronized void defer(Choice.Send send, Instant until, boolean bound) {
        dispatcher.defer(send.id(), send.group(), until, bound ? send.lane() : -1);
    }

    /**
     * The relay it was chosen for cannot carry this letter.
     *
     * @return whether there is one left that may: it goes there once it is {@link #putBack put back}
     */
    public synchronized boolean passOn(Choice.Send send) {
        boolean carried = dispatcher.isCarriedBesides(send);
        if (carried) {
            passedOn.add(send.id());
        }
        return carried;
    }

    /** The letters were not attempted; the last chosen goes back first. */
    public synchronized void putBack(List<Choice.Send> sends) {
        for (int i = sends.size() - 1; i >= 0; i--) {
            Choice.Send send = sends.get(i);
            if (passedOn.remove(send.id())) {
                dispatcher.passOn(send);
            } else {
                dispatcher.putBack(send);
            }
            chosen.remove(send.id());
        }
    }

    /** As the relay's standing says: closed until then, at that rate, over so many connections. */
    public synchronized void apply(RelayStanding standing) {
        accounts.bucket(standing.account()).spaceOut(standing.rate().spacing());
        standings.put(standing.account(), standing);
        for (int lane : accounts.lanesOf(standing.account())) {
            close(lane, standing);
            dispatcher.limitLane(lane, standing.mostInFlight());
        }
        notifyAll();
    }

    private void close(int lane, RelayStanding standing) {
        Opening missing = withoutSender.get(standing.account());
        if (missing != null && missing.at() != null && missing.at().isAfter(standing.opensAt())) {
            dispatcher.closeLane(lane, missing.at(), missing.reason());
        } else {
            dispatcher.closeLane(lane, standing.opensAt(), standing.reason());
        }
    }

    /**
     * Nobody sends through an account: its relays are closed.
     *
     * @param until when somebody will have taken it at the latest, as far as is hoped; {@link Instant#MAX}: that is hoped no longer
     */
    public synchronized void closeAccount(String account, Instant until, Reason reason) {
        Opening missing = new Opening(until, reason, reason);
        if (!missing.equals(withoutSender.put(account, missing))) {
            reopen(account);
        }
    }

    /** Somebody sends through it again. */
    public synchronized void openAccount(String account) {
        if (withoutSender.remove(account) != null) {
            reopen(account);
        }
    }

    private void reopen(String account) {
        RelayStanding standing =
                standings.getOrDefault(account, RelayStanding.of(account, accounts.connections(account)));
        accounts.lanesOf(account).forEach(lane -> close(lane, standing));
        notifyAll();
    }

    /** Letters that were to come back to an account's relays may go by any other, too. */
    public synchronized void untie(String account) {
        accounts.lanesOf(account).forEach(dispatcher::untie);
    }

    /** Whether every letter that is left can go through these accounts only. */
    public synchronized boolean isLeftTo(Set<String> these) {
        List<Integer> lanes = these.stream()
                .flatMap(account -> accounts.lanesOf(account).stream())
                .toList();
        return dispatcher.isLeftTo(lanes, chosen.values());
    }

    /** As the domain's standing says, for each of a provider's domains. */
    public synchronized void apply(ProviderStanding standing) {
        for (int group : groups.of(standing.provider())) {
            dispatcher.closeGroup(group, standing.closedUntil(), standing.reason());
            dispatcher.limitInFlight(group, standing.mostInFlight());
            closedGroups.put(group, standing.closedUntil());
        }
        notifyAll();
    }

    /** Connections that a relay takes at the moment, 1 or more. */
    public synchronized int connections(int lane) {
        return dispatcher.mostInFlight(lane);
    }

    /** What is used of each relay at the moment, in the campaign's order. */
    public synchronized List<RelayUsage> usage() {
        Instant now = timing.instant();
        return campaign.relays().stream()
                .map(RelayRoute::relay)
                .map(relay -> RelayUse.of(
                        relay,
                        accounts.bucket(relay.account()),
                        standings.getOrDefault(relay.account(), RelayStanding.of(relay.account(), relay.connections())),
                        now))
                .toList();
    }

    public Accounts accounts() {
        return accounts;
    }

    /** The recipient domain or provider of a group. */
    public synchronized String provider(int group) {
        return groups.provider(group);
    }

    /** What the run is waiting for at the moment. */
    public Optional<Opening> waitingFor() {
        return Optional.ofNullable(waitingFor);
    }

    /** The relay that a letter goes by. */
    public Relay relay(Choice.Send send) {
        return route(send.lane()).relay();
    }

    /** Its account, whose limits the letter counts against. */
    public String account(Choice.Send send) {
        return accounts.of(send.lane());
    }

    public RelayRoute route(int lane) {
        return campaign.relays().get(lane);
    }

    private int lane(@Nullable String relay, Domain recipient) {
        for (int lane = 0; relay != null && lane < campaign.relays().size(); lane++) {
            RelayRoute route = route(lane);
            if (route.relay().name().value().equals(relay) && route.carries(recipient.name())) {
                return lane;
            }
        }
        // The job file no longer sends it there: any other will do.
        return -1;
    }
}
