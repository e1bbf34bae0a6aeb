package org.facteur.dispatch.queue;

import java.time.Instant;
import org.facteur.pace.SendingWindow;
import org.facteur.pace.SlidingWindow;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/** The search for the first time at which a letter may go: from one time at which something opens to the next. */
final class Search {

    static final Reason WINDOW = QueueReason.WINDOW.of();
    static final Reason WINDOW_CLOSED = QueueReason.WINDOW_CLOSED.of();
    static final Reason DEFERRED = QueueReason.LATER.of();
    private static final Reason NOTHING = Reason.verbatim("");

    private long time;
    private long next;
    private @Nullable Bucket nextBucket;
    private Reason nextReason = NOTHING;

    // Of the longest wait so far; put into words only when it is asked for.
    private long longest;
    private long longestFrom;
    private @Nullable Bucket binding;
    private Reason reason = NOTHING;
    /** When the sending window was last seen open. */
    private long openFrom = Long.MAX_VALUE;

    private long openTo = Long.MIN_VALUE;

    void start(long now) {
        time = now;
        longest = -1;
        binding = null;
        reason = NOTHING;
        forgetNext();
    }

    long time() {
        return time;
    }

    boolean passes(@Nullable SendingWindow window) {
        if (window == null || (openFrom <= time && time < openTo)) {
            return true;
        }
        Instant now = Instant.ofEpochMilli(time);
        long opens = Bucket.ceiling(window.nextOpening(now));
        if (opens > time) {
            offer(opens, WINDOW_CLOSED);
            return false;
        }
        Instant closing = window.closing(now);
        openFrom = time;
        openTo = closing.equals(Instant.MAX) ? Long.MAX_VALUE : closing.toEpochMilli();
        return true;
    }

    boolean passes(Bucket bucket) {
        long at = bucket.opensAt(time);
        if (at > time) {
            offer(at, bucket);
        }
        return at <= time;
    }

    void offer(long at, Reason why) {
        if (at < next) {
            next = at;
            nextBucket = null;
            nextReason = why;
        }
    }

    void offer(long at, Bucket bucket) {
        if (at < next) {
            next = at;
            nextBucket = bucket;
        }
    }

    /** Goes on to the first of the times that were offered. */
    void advance() {
        // Of all that is waited for one after the other, the longest wait is what the user wants to hear of.
        if (next - time > longest) {
            longest = next - time;
            longestFrom = time;
            binding = nextBucket;
            reason = nextReason;
        }
        time = next;
        forgetNext();
    }

    Choice.Wait waiting() {
        Instant until = time == SlidingWindow.UNKNOWN ? Instant.MAX : Instant.ofEpochMilli(time);
        if (binding == null) {
            return new Choice.Wait(until, reason.equals(WINDOW_CLOSED) ? WINDOW : reason, reason);
        }
        Opening opening = binding.describe(binding.opensAt(longestFrom), longestFrom);
        return new Choice.Wait(until, opening.limit(), opening.reason());
    }

    private void forgetNext() {
        next = SlidingWindow.UNKNOWN;
        nextBucket = null;
        nextReason = NOTHING;
    }
}
