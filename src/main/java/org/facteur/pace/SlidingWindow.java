package org.facteur.pace;

import java.time.Instant;
import java.util.Arrays;

/**
 * Keeps one {@link Limit} exactly, whatever moment of an attempt the server counts at: {@code MAIL}, {@code RCPT} or the dot.
 *
 * <p>A place is taken when an attempt begins and is free again one window length after it <em>ended</em>. Proof that no window sees
 * more than N events: take any N + 1 attempts and of them the one that began last, at b. Its event comes at b or later. At b
 * fewer than N others were in flight or had ended after b − W; so at least one of the N others had ended at b − W or before, and
 * its event lies a whole window before the last one's. Stamps are rounded up by up to a millisecond, which keeps
 * the two apart even where a server counts both ends of its window.
 *
 * <p>All answers take constant time. The ring of end times grows with use, up to N. Not thread-safe.
 */
public final class SlidingWindow {

    /** Answer of {@link #earliest}: it may begin at any time. */
    public static final long OPEN = Long.MIN_VALUE;

    /** Answer of {@link #earliest}: unknown until an attempt in flight ends. */
    public static final long UNKNOWN = Long.MAX_VALUE;

    private static final long[] EMPTY = {};

    private Limit limit;
    private final long length;
    private long[] ends = EMPTY;
    private int oldest;
    private int size;
    private int inFlight;
    private int reserved;

    public SlidingWindow(Limit limit) {
        this.limit = limit;
        this.length = ceilingOfMillis(limit);
    }

    private SlidingWindow(SlidingWindow other) {
        limit = other.limit;
        length = other.length;
        ends = other.ends.length == 0 ? EMPTY : other.ends.clone();
        oldest = other.oldest;
        size = other.size;
        inFlight = other.inFlight;
        reserved = other.reserved;
    }

    private static long ceilingOfMillis(Limit limit) {
        return limit.window().plusNanos(999_999).toMillis();
    }

    public Limit limit() {
        return limit;
    }

    /** Attempts that began and have not ended. */
    public int inFlight() {
        return inFlight;
    }

    /** Keeps places free for what is not asked about here. */
    public void reserve(int places) {
        reserved += places;
    }

    /** For what is asked about here: all of them where keeping some free would leave none. */
    public int places() {
        return limit.count() > reserved ? limit.count() - reserved : limit.count();
    }

    /** An attempt begins. The caller asked {@link #earliest} before. */
    public void begin() {
        inFlight++;
    }

    /**
     * An attempt ended and counts.
     *
     * @throws IllegalStateException when none is in flight
     */
    public void end(Instant endedAt) {
        abandon();
        load(endedAt);
    }

    /**
     * An attempt ended that no server counted.
     *
     * @throws IllegalStateException when none is in flight
     */
    public void abandon() {
        if (inFlight == 0) {
            throw new IllegalStateException("no attempt under " + limit + " is in flight");
        }
        inFlight--;
    }

    /** An attempt of an earlier run, in ascending order. One that is late in the order counts as the newest: on the safe side. */
    public void load(Instant endedAt) {
        long stamp = endedAt.toEpochMilli() + 1;
        if (size > 0) {
            stamp = Math.max(stamp, newest(0));
        }
        if (size == limit.count()) {
            ends[oldest] = stamp;
            oldest = oldest + 1 == ends.length ? 0 : oldest + 1;
            return;
        }
        if (size == ends.length) {
            rearrange((int) Math.min(limit.count(), Math.max(4L, size * 2L)));
        }
        ends[place(size)] = stamp;
        size++;
    }

    /**
     * When one more attempt may begin.
     *
     * @param ahead further attempts that are assumed to begin before it, 0 or more
     * @return epoch milliseconds, {@link #OPEN} or {@link #UNKNOWN}
     */
    public long earliest(int ahead) {
        long room = (long) places() - 1 - inFlight - ahead;
        if (room < 0) {
            return UNKNOWN;
        }
        return room >= size ? OPEN : newest((int) room) + length;
    }

    /** Attempts that take a place at that time: in flight, or ended less than a window ago. Logarithmic. */
    public int taken(Instant now) {
        long free = now.toEpochMilli() - length;
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ends[place(middle)] <= free) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return size - low + inFlight;
    }

    /**
     * Another count for the same length, as a warm-up gives it each day. What was counted stays counted, up to the smaller of both.
     *
     * @throws IllegalArgumentException when the length differs
     */
    public void resize(Limit other) {
        if (!other.window().equals(limit.window())) {
            throw new IllegalArgumentException(limit + " cannot become " + other);
        }
        limit = other;
        if (size > other.count()) {
            oldest = place(size - other.count());
            size = other.count();
        }
        rearrange(size);
    }

    public SlidingWindow fork() {
        return new SlidingWindow(this);
    }

    /** Milliseconds, rounded up. */
    public long length() {
        return length;
    }

    private long newest(int back) {
        return ends[place(size - 1 - back)];
    }

    private int place(int index) {
        int at = oldest + index;
        return at >= ends.length ? at - ends.length : at;
    }

    private void rearrange(int capacity) {
        long[] straight = Arrays.copyOfRange(ends, oldest, oldest + capacity);
        int first = Math.min(size, ends.length - oldest);
        System.arraycopy(ends, 0, straight, first, size - first);
        ends = straight;
        oldest = 0;
    }
}
