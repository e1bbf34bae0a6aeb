package org.facteur.dispatch.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.facteur.pace.Limit;
import org.facteur.pace.SlidingWindow;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Whatever has limits of its own: a campaign, a relay, an account, a recipient domain, a mail provider. It is open when each of its
 * limits has room, no pause is on and the last letter is far enough behind. Belongs to one {@link Dispatcher}; not thread-safe.
 */
public final class Bucket {

    private static final long[] EMPTY = {};

    private final Reason name;
    private final SlidingWindow[] windows;
    private final @Nullable Words[] words;
    private long closedUntil = Long.MIN_VALUE;
    private @Nullable Reason closedFor;
    private long spacing;
    private long lastBegin = Long.MIN_VALUE;
    private long[] forecast = EMPTY;
    private int forecasts;
    /** Where a dispatcher keeps what waits for this bucket. */
    private List<Park> parks = List.of();

    boolean touched;

    /** Of a limit, which may be the reason each second of a wait: they are made once. */
    private record Words(Limit limit, Reason limited, Reason reached) {}

    /**
     * @param name as it is shown to the user, such as {@code relay ecole}
     * @param limits all of which hold; may be empty
     */
    public Bucket(Reason name, List<Limit> limits) {
        this.name = name;
        this.windows = limits.stream().map(SlidingWindow::new).toArray(SlidingWindow[]::new);
        this.words = new Words[windows.length];
    }

    private Bucket(Bucket other) {
        name = other.name;
        windows = new SlidingWindow[other.windows.length];
        words = other.words.clone();
        for (int i = 0; i < windows.length; i++) {
            windows[i] = other.windows[i].fork();
        }
        closedUntil = other.closedUntil;
        closedFor = other.closedFor;
        spacing = other.spacing;
        lastBegin = other.lastBegin;
    }

    public Reason name() {
        return name;
    }

    public List<SlidingWindow> windows() {
        return List.of(windows);
    }

    /** Counts an attempt of an earlier run, in ascending order. */
    public void load(Instant endedAt) {
        for (SlidingWindow window : windows) {
            window.load(endedAt);
        }
        lastBegin = Math.max(lastBegin, endedAt.toEpochMilli());
    }

    /** Closes it; a time in the past opens it again. */
    public void closeUntil(Instant until, @Nullable Reason reason) {
        closedUntil = ceiling(until);
        closedFor = reason;
    }

    /** At least so much between two beginnings; zero: none. */
    public void spaceOut(Duration least) {
        spacing = least.toMillis();
    }

    /**
     * Keeps places free in each window for letters that others send. In the short ones it does not: those may wait for their turn.
     *
     * @param longer windows up to this length are left as they are
     */
    public void reserve(int places, Duration longer) {
        for (SlidingWindow window : windows) {
            if (window.limit().window().compareTo(longer) > 0) {
                window.reserve(places);
            }
        }
    }

    /**
     * Another count for the last limit of the same length, as a warm-up gives it each day: so name the warm-up's last.
     *
     * @throws IllegalArgumentException when no limit has that length
     */
    public void replace(Limit limit) {
        for (int i = windows.length - 1; i >= 0; i--) {
            if (windows[i].limit().window().equals(limit.window())) {
                windows[i].resize(limit);
                return;
            }
        }
        throw new IllegalArgumentException(name + " has no limit like " + limit);
    }

    /** Empty when an attempt may begin now. */
    public Optional<Opening> opening(Instant now) {
        long at = opensAt();
        return at <= now.toEpochMilli() ? Optional.empty() : Optional.of(describe(at, at));
    }

    void begin(long now) {
        for (SlidingWindow window : windows) {
            window.begin();
        }
        lastBegin = Math.max(lastBegin, now);
    }

    void end(Instant endedAt, boolean counted) {
        for (SlidingWindow window : windows) {
            if (counted) {
                window.end(endedAt);
            } else {
                window.abandon();
            }
        }
    }

    /** When it opens, by what really happened; {@link SlidingWindow#UNKNOWN} until one in flight ends. */
    long opensAt() {
        long at = Math.max(closedUntil, spaced(lastBegin));
        for (SlidingWindow window : windows) {
            at = Math.max(at, window.earliest(0));
        }
        return at;
    }

    /** The same with what is foreseen; attempts in flight are assumed to end at {@code now}. */
    long opensAt(long now) {
        long at = Math.max(closedUntil, spaced(forecasts > 0 ? forecast[forecasts - 1] : lastBegin));
        for (SlidingWindow window : windows) {
            at = Math.max(at, foreseen(window, now));
        }
        return at;
    }

    void foresee(long at) {
        if (forecasts == forecast.length) {
            forecast = Arrays.copyOf(forecast, Math.max(4, forecasts * 2));
        }
        // The letters before may be foreseen later than this one: the later time is on the safe side.
        forecast[forecasts] = forecasts > 0 ? Math.max(at, forecast[forecasts - 1]) : at;
        forecasts++;
    }

    void forgetForecasts() {
        forecasts = 0;
    }

    /** What makes it open no earlier than {@code at}, as {@link #opensAt()} or {@link #opensAt(long)} said. */
    Opening describe(long at, long now) {
        Instant opens = at == SlidingWindow.UNKNOWN ? null : Instant.ofEpochMilli(at);
        if (at == closedUntil && closedFor != null) {
            return new Opening(opens, closedFor, closedFor);
        }
        for (int i = windows.length - 1; i >= 0; i--) {
            if (windows[i].earliest(0) == at || foreseen(windows[i], now) == at) {
                Words limit = words(i);
                return new Opening(opens, limit.limited(), limit.reached());
            }
        }
        Reason slow = QueueReason.SLOW.of(name);
        return new Opening(opens, slow, slow);
    }

    private Words words(int i) {
        Limit limit = windows[i].limit();
        Words known = words[i];
        if (known == null || !known.limit().equals(limit)) {
            known = new Words(limit, QueueReason.LIMIT.of(name, limit), QueueReason.REACHED.of(name, limit));
            words[i] = known;
        }
        return known;
    }

    List<Park> parks() {
        return parks;
    }

    @Nullable
    Park parkOf(Channel channel) {
        for (Park park : parks) {
            if (park.channel() == channel) {
                return park;
            }
        }
        return null;
    }

    void attach(Park park) {
        if (parks.isEmpty()) {
            parks = new ArrayList<>(2);
        }
        parks.add(park);
    }

    Bucket fork() {
        return new Bucket(this);
    }

    /** Epoch milliseconds, rounded up. */
    static long ceiling(Instant time) {
        return time.equals(Instant.MAX)
                ? SlidingWindow.UNKNOWN
                : time.plusNanos(999_999).toEpochMilli();
    }

    private long spaced(long previous) {
        return spacing == 0 || previous == Long.MIN_VALUE ? Long.MIN_VALUE : previous + spacing;
    }

    private long foreseen(SlidingWindow window, long now) {
        long at = window.earliest(forecasts);
        if (at != SlidingWindow.UNKNOWN) {
            return at;
        }
        int count = window.places();
        return window.length() + 1 + (forecasts >= count ? forecast[forecasts - count] : now);
    }
}
