package org.facteur.dispatch.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.facteur.pace.SendingWindow;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Which letter goes next, through which lane, and when.
 *
 * <p>Used chunk by chunk: {@link #startChunk}, then {@link #next} for each letter of the chunk. These are forecasts: each choice
 * is assumed to leave at its time, so that fifty letters under 30/minute get later and later times. Then for each letter
 * {@link #tryBegin}, which decides by what really happened, and {@link #end}; or {@link #putBack}.
 *
 * <p>Groups take turns in proportion to their size; those whose buckets are closed are passed over. Letters tried before come after
 * the others, but of any four letters one is such a letter when one may go. Not thread-safe: callers lock.
 */
public final class Dispatcher {

    private static final int OTHERS_BETWEEN_DEFERRED = 3;

    private final Lanes lanes;
    private final Bucket campaign;
    private final @Nullable SendingWindow window;
    private final List<Group> groups = new ArrayList<>();
    private final List<Channel> channels = new ArrayList<>();
    private final Letters letters;
    private final Queues queues;
    private final Admission admission;
    private final Search search = new Search();
    /** A bit for each lane that keeps no letter to itself any more. */
    private long untied;

    private int sinceDeferred;
    private long clock = Long.MIN_VALUE;

    /**
     * @param lanes in order of preference
     * @param window null: at any hour
     * @throws IllegalArgumentException when there are no lanes or more than 60
     */
    public Dispatcher(List<Lane> lanes, Bucket campaign, @Nullable SendingWindow window) {
        this(new Lanes(lanes), campaign, window, new Letters());
    }

    private Dispatcher(Lanes lanes, Bucket campaign, @Nullable SendingWindow window, Letters letters) {
        this.lanes = lanes;
        this.campaign = campaign;
        this.window = window;
        this.letters = letters;
        this.queues = new Queues(groups, letters);
        this.admission = new Admission(lanes, campaign, window, groups);
    }

    /**
     * @param key a recipient domain or a provider's name
     * @param buckets the group's own and those it shares with others; none of them a lane's or the campaign's
     * @return the group's number, from 0
     * @throws IllegalArgumentException when no lane carries it
     */
    public int addGroup(String key, List<Bucket> buckets) {
        long mask = lanes.carrying(key);
        if (mask == 0) {
            throw new IllegalArgumentException("no relay may carry letters to " + key);
        }
        groups.add(new Group(key, buckets.toArray(new Bucket[0]), mask));
        return groups.size() - 1;
    }

    /**
     * A letter to send. One that is due goes to the end of its group's queue.
     *
     * @param deferred whether it was tried before
     * @param dueAt epoch milliseconds
     * @param boundLane the only lane that may carry it, as a greylisted letter returns by the same relay; −1: any
     */
    public void add(long id, int group, boolean deferred, long dueAt, int boundLane) {
        long mask = boundLane < 0 ? groups.get(group).lanes() : 1L << boundLane;
        int queue = open(queues.of(group, channel(deferred, mask, 0)));
        if (dueAt > clock) {
            letters.addEarly(queue, id, dueAt);
        } else {
            letters.addDue(queue, id, dueAt);
            queues.filled(queue);
        }
    }

    /** A letter that was tried and is to be tried again. */
    public void defer(long id, int group, Instant dueAt, int boundLane) {
        add(id, group, true, Bucket.ceiling(dueAt), boundLane);
    }

    /** Letters queued, whether due or not; not those that were chosen. */
    public int queued() {
        return letters.total();
    }

    /** Forgets what was foreseen and looks again at what really happened. The first chunk starts before letters are added. */
    public void startChunk(Instant now) {
        clock = now.toEpochMilli();
        admission.reconsider(clock);
    }

    /**
     * @param horizon no letter is chosen that would have to wait longer; not before now
     */
    public Choice next(Instant now, Instant horizon) {
        if (letters.total() == 0) {
            return new Choice.Done();
        }
        clock = now.toEpochMilli();
        search.start(clock);
        while (search.time() <= horizon.toEpochMilli()) {
            long time = search.time();
            while (letters.nextDue() <= time) {
                queues.filled(letters.release());
            }
            queues.enterFresh();
            Channel found = find(time);
            if (found != null) {
                return take(found, now, time);
            }
            search.advance();
        }
        return search.waiting();
    }

    /** Admits a chosen letter, or says what keeps it back. */
    public Optional<Opening> tryBegin(Choice.Send send, Instant now) {
        return admission.tryBegin(send, now);
    }

    /**
     * As {@link #tryBegin}, for the lane of a letter that was admitted and has not ended, and over its connection.
     *
     * @param before each letter is followed by one at most
     */
    public Optional<Opening> tryFollow(Choice.Send send, Choice.Send before, Instant now) {
        return admission.tryFollow(send, before, now);
    }

    /**
     * A letter that {@link #tryBegin} admitted has ended.
     *
     * @param counted false when no server can have counted it
     */
    public void end(Choice.Send send, Instant endedAt, boolean counted) {
        admission.end(send, endedAt, counted);
    }

    /** A chosen letter was not attempted: it returns to the head of its queue. */
    public void putBack(Choice.Send send) {
        putBack(send, queues.channel(send.queue()).unable());
    }

    /** The same where the lane that it was chosen for cannot carry it: it goes by another one, where there is any. */
    public void passOn(Choice.Send send) {
        putBack(
                send,
                isCarriedBesides(send)
                        ? unable(send)
                        : queues.channel(send.queue()).unable());
    }

    private void putBack(Choice.Send send, long unable) {
        long all = groups.get(send.group()).lanes();
        long mask = lanesOf(send.queue()) & ~unable;
        int queue = queues.of(send.group(), channel(send.deferred(), mask == 0 ? all & ~unable : mask, unable));
        letters.addFirst(queue, send.id(), send.dueAt());
        queues.returned(queue);
    }

    /** Whether a lane may carry the letter besides those that cannot, of which the one it was chosen for is one. */
    public boolean isCarriedBesides(Choice.Send send) {
        return (groups.get(send.group()).lanes() & ~unable(send)) != 0;
    }

    private long unable(Choice.Send send) {
        return queues.channel(send.queue()).unable() | 1L << send.lane();
    }

    /** Letters that only this lane was to carry may from now on go by any that carries their group. */
    public void untie(int lane) {
        untied |= 1L << lane;
        letters.redirectEarly(this::open);
        int before = queues.count();
        for (int queue = 0; queue < before; queue++) {
            int other = letters.count(queue) == 0 ? queue : open(queue);
            while (other != queue && letters.count(queue) > 0) {
                long id = letters.headId(queue);
                long dueAt = letters.headDue(queue);
                letters.remove(queue);
                letters.addDue(other, id, dueAt);
                queues.filled(other);
            }
        }
    }

    /**
     * Whether only these lanes may carry what is left.
     *
     * @param chosen letters that are left besides those that are queued
     */
    public boolean isLeftTo(List<Integer> these, Collection<Choice.Send> chosen) {
        long mask = these.stream().mapToLong(lane -> 1L << lane).reduce(0, (all, lane) -> all | lane);
        IntStream due = IntStream.range(0, queues.count()).filter(queue -> letters.count(queue) > 0);
        IntStream queued = IntStream.concat(due, letters.earlyQueues());
        return IntStream.concat(queued, chosen.stream().mapToInt(Choice.Send::queue))
                .allMatch(queue -> (lanesOf(queue) & ~mask) == 0);
    }

    /** A bit for each lane that may carry a queue's letters. */
    private long lanesOf(int queue) {
        Channel channel = queues.channel(queue);
        boolean open = (channel.lanes() & ~untied) == 0;
        return open ? groups.get(queues.group(queue)).lanes() & ~channel.unable() : channel.lanes();
    }

    /** Where a queue's letters are to stand: in another one, if their lane was untied. */
    private int open(int queue) {
        Channel channel = queues.channel(queue);
        long mask = lanesOf(queue);
        return mask == channel.lanes()
                ? queue
                : queues.of(queues.group(queue), channel(channel.deferred(), mask, channel.unable()));
    }

    /** Pauses a group; a time in the past opens it again. */
    public void closeGroup(int group, Instant until, @Nullable Reason reason) {
        admission.touch(groups.get(group).close(until, reason));
    }

    /** Pauses a lane; a time in the past opens it again. */
    public void closeLane(int lane, Instant until, @Nullable Reason reason) {
        lanes.close(lane, until, reason);
    }

    /** How many letters of a lane may be in flight at once, 1 or more; never more than it has connections. */
    public void limitLane(int lane, int most) {
        lanes.limitInFlight(lane, most);
    }

    /** Letters of a lane that may be in flight at once, 1 or more. */
    public int mostInFlight(int lane) {
        return lanes.mostInFlight(lane);
    }

    /** How many letters of a group may be in flight at once, 1 or more: after a pause 1, until one succeeds. */
    public void limitInFlight(int group, int most) {
        groups.get(group).mostInFlight = most;
    }

    /**
     * A copy in which letters that were chosen and not attempted are back in their queues. This one stays as it is. Nothing is in flight.
     *
     * @param chosen in the order in which they were chosen
     */
    public Dispatcher forkBefore(List<Choice.Send> chosen) {
        Dispatcher fork = fork();
        for (int i = chosen.size() - 1; i >= 0; i--) {
            fork.putBack(chosen.get(i));
        }
        return fork;
    }

    /** A copy to try things out with, as {@link Plan} does. Nothing is in flight or foreseen. */
    Dispatcher fork() {
        Map<Bucket, Bucket> forks = new HashMap<>();
        Bucket forkedCampaign = campaign.fork();
        forks.put(campaign, forkedCampaign);
        Dispatcher fork = new Dispatcher(lanes.fork(forks), forkedCampaign, window, letters.fork());
        groups.forEach(group -> fork.groups.add(group.fork(forks)));
        channels.forEach(channel -> fork.channel(channel.deferred(), channel.lanes(), channel.unable()));
        fork.queues.refill(queues, fork.channels);
        fork.clock = clock;
        fork.untied = untied;
        return fork;
    }

    Bucket campaign() {
        return campaign;
    }

    Lanes lanes() {
        return lanes;
    }

    private Channel channel(boolean deferred, long mask, long unable) {
        for (Channel channel : channels) {
            if (channel.deferred() == deferred && channel.lanes() == mask && channel.unable() == unable) {
                return channel;
            }
        }
        channels.add(new Channel(deferred, mask, unable, queues, channels.size()));
        return channels.get(channels.size() - 1);
    }

    private @Nullable Channel find(long time) {
        if (!search.passes(window) || !search.passes(campaign)) {
            return null;
        }
        lanes.look(time);
        boolean deferredFirst = sinceDeferred >= OTHERS_BETWEEN_DEFERRED;
        Channel found = find(deferredFirst, time);
        if (found == null) {
            found = find(!deferredFirst, time);
        }
        // Last, since letters that an earlier forecast released may have gone back among those not yet due.
        search.offer(letters.nextDue(), Search.DEFERRED);
        return found;
    }

    private @Nullable Channel find(boolean deferred, long time) {
        Channel best = null;
        for (Channel channel : channels) {
            if (channel.deferred() != deferred || channel.isEmpty()) {
                continue;
            }
            int lane = lanes.first(channel.lanes());
            if (lanes.opensAt(lane) > time) {
                search.offer(lanes.opensAt(lane), lanes.binding(lane, time));
            } else if (channel.prepare(time)) {
                best = best == null || channel.turn() < best.turn() ? channel : best;
            } else {
                Park park = channel.nextToWake();
                if (park != null) {
                    search.offer(park.wakeAt, park.bucket());
                }
            }
        }
        return best;
    }

    private Choice.Send take(Channel channel, Instant now, long time) {
        int lane = lanes.choose(channel.lanes(), time);
        int queue = channel.leave();
        Instant at = Instant.ofEpochMilli(time);
        Choice.Send send = new Choice.Send(
                letters.headId(queue),
                queues.group(queue),
                lane,
                at.isBefore(now) ? now : at,
                channel.deferred(),
                letters.headDue(queue),
                queue);
        letters.remove(queue);
        queues.advance(queue);
        sinceDeferred = channel.deferred() ? 0 : sinceDeferred + 1;
        admission.foresee(send, time);
        return send;
    }
}
