package org.facteur.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.facteur.pace.Timing;
import org.facteur.reason.Reason;
import org.facteur.verdict.Category;
import org.jspecify.annotations.Nullable;

/** Why a run is to end before its time; the first reason counts. */
public final class Stop {

    /**
     * @param reason for the owner
     * @param exitCode what the process ends with
     * @param failed whether something is wrong, as against a wish to stop
     * @param refusedFor what letters were refused for that is no fault of their addresses; empty where they were not
     */
    public record Cause(Reason reason, int exitCode, boolean failed, Set<Category> refusedFor) {}

    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    private final @Nullable Stop outer;
    private volatile @Nullable Cause cause;
    private volatile boolean wished;

    public Stop() {
        this(null);
    }

    private Stop(@Nullable Stop outer) {
        this.outer = outer;
    }

    /** One that is requested with this one, and whose own reasons are not this one's: for a run among several in a process. */
    public Stop forOneRun() {
        return new Stop(this);
    }

    /** By SIGINT, SIGTERM or {@code facteur stop}. */
    public void request(Reason why, int exitCode) {
        wished = true;
        set(new Cause(why, exitCode, false, Set.of()));
    }

    /** Going on would harm, or cannot be. */
    public void fail(Reason why, int exitCode) {
        set(new Cause(why, exitCode, true, Set.of()));
    }

    /** Relays refuse the letter itself, or its sender: those it was refused for so far are to have it once that is mended. */
    public void refused(Reason why, int exitCode, Set<Category> refusedFor) {
        set(new Cause(why, exitCode, true, refusedFor));
    }

    /** Once it is requested: letters were refused for these as well, and are to go back with the others. */
    public void alsoRefused(Set<Category> more) {
        synchronized (this) {
            Cause known = cause();
            if (known != null && !more.isEmpty()) {
                Set<Category> all = EnumSet.copyOf(more);
                all.addAll(known.refusedFor());
                cause = new Cause(known.reason(), known.exitCode(), known.failed(), all);
            }
        }
    }

    private void set(Cause first) {
        synchronized (this) {
            if (cause == null) {
                cause = first;
            }
        }
    }

    /**
     * Waits until that time. A request is seen within a second.
     *
     * @return whether the time has come: false once it is requested
     */
    public synchronized boolean waitUntil(Instant due, Timing timing) throws InterruptedException {
        for (Instant now = timing.instant(); !isRequested() && now.isBefore(due); now = timing.instant()) {
            Duration left = Duration.between(now, due);
            timing.await(this, left.compareTo(HEARTBEAT) > 0 ? HEARTBEAT : left);
        }
        return !isRequested();
    }

    public boolean isRequested() {
        return cause() != null;
    }

    /** Whether somebody wishes it to end, even if it has failed before: then nothing is waited for any more. */
    public boolean isWished() {
        return wished || (outer != null && outer.isWished());
    }

    public @Nullable Cause cause() {
        Cause own = cause;
        return own != null || outer == null ? own : outer.cause();
    }
}
