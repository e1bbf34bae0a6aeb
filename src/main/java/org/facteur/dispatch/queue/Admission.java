package org.facteur.dispatch.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.facteur.pace.SendingWindow;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/** Begins and ends letters at all the buckets they count for. */
final class Admission {

    private final Lanes lanes;
    private final Bucket campaign;
    private final @Nullable SendingWindow window;
    private final List<Group> groups;
    /** Buckets in which something changed since the chunk began. */
    private final List<Bucket> touched = new ArrayList<>();

    private final List<Bucket> buckets = new ArrayList<>();
    /** Letters in flight whose connection is another's already. */
    private final Set<Long> handedOn = new HashSet<>();

    Admission(Lanes lanes, Bucket campaign, @Nullable SendingWindow window, List<Group> groups) {
        this.lanes = lanes;
        this.campaign = campaign;
        this.window = window;
        this.groups = groups;
    }

    Optional<Opening> tryBegin(Choice.Send send, Instant now) {
        if (lanes.isFull(send.lane())) {
            String lane = lanes.lane(send.lane()).name();
            return Optional.of(new Opening(null, Reason.verbatim(lane), QueueReason.BUSY.of(lane)));
        }
        Optional<Opening> closed = tryCount(send, now);
        if (closed.isEmpty()) {
            lanes.begin(send.lane());
        }
        return closed;
    }

    /** Over the connection of a letter that is about to end: its lane has no more of them busy than before. */
    Optional<Opening> tryFollow(Choice.Send send, Choice.Send before, Instant now) {
        Optional<Opening> closed = tryCount(send, now);
        if (closed.isEmpty() && !handedOn.add(before.id())) {
            // The one that it was handed to has ended already, and has given it back.
            lanes.begin(send.lane());
        }
        return closed;
    }

    private Optional<Opening> tryCount(Choice.Send send, Instant now) {
        Group group = groups.get(send.group());
        if (group.inFlight >= group.mostInFlight) {
            return Optional.of(new Opening(null, Reason.verbatim(group.key()), QueueReason.SINGLE.of(group.key())));
        }
        if (send.dueAt() > now.toEpochMilli()) {
            return Optional.of(new Opening(Instant.ofEpochMilli(send.dueAt()), Search.DEFERRED, Search.DEFERRED));
        }
        if (window != null && !window.isOpen(now)) {
            return Optional.of(new Opening(window.nextOpening(now), Search.WINDOW, Search.WINDOW_CLOSED));
        }
        List<Bucket> all = bucketsOf(send);
        Bucket last = campaign;
        long opensAt = Long.MIN_VALUE;
        for (Bucket bucket : all) {
            long at = bucket.opensAt();
            if (at > opensAt) {
                opensAt = at;
                last = bucket;
            }
        }
        if (opensAt > now.toEpochMilli()) {
            return last.opening(now);
        }
        group.inFlight++;
        for (Bucket bucket : all) {
            bucket.begin(now.toEpochMilli());
            touch(bucket);
        }
        return Optional.empty();
    }

    void end(Choice.Send send, Instant endedAt, boolean counted) {
        groups.get(send.group()).inFlight--;
        if (!handedOn.remove(send.id())) {
            lanes.end(send.lane());
        }
        for (Bucket bucket : bucketsOf(send)) {
            bucket.end(endedAt, counted);
            touch(bucket);
        }
    }

    void foresee(Choice.Send send, long at) {
        for (Bucket bucket : bucketsOf(send)) {
            bucket.foresee(at);
            touch(bucket);
        }
    }

    /** Forgets what was foreseen, and looks again when the buckets open that something waits for. */
    void reconsider(long clock) {
        touched.forEach(bucket -> {
            bucket.forgetForecasts();
            bucket.touched = false;
            bucket.parks().forEach(park -> park.channel().reconsider(park, clock));
        });
        touched.clear();
    }

    void touch(Bucket bucket) {
        if (!bucket.touched) {
            bucket.touched = true;
            touched.add(bucket);
        }
    }

    /** All that it counts for; the same list each time, since this is asked three times a letter. */
    private List<Bucket> bucketsOf(Choice.Send send) {
        Group group = groups.get(send.group());
        buckets.clear();
        Collections.addAll(buckets, lanes.buckets(send.lane()));
        Collections.addAll(buckets, group.buckets());
        buckets.add(campaign);
        Bucket pause = group.pause();
        if (pause != null) {
            buckets.add(pause);
        }
        return buckets;
    }
}
