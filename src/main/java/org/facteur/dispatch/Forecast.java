package org.facteur.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.facteur.dispatch.queue.Opening;
import org.facteur.dispatch.queue.Plan;
import org.facteur.pace.Timing;
import org.jspecify.annotations.Nullable;

/** When the mailing will be done, foreseen again from time to time while it goes on. */
public final class Forecast {

    /** Looking ahead takes at most a hundredth of the time. */
    private static final int SHARE = 100;

    private static final Duration LEAST_AGE = Duration.ofSeconds(30);

    private final Dispatch dispatch;
    private final Timing timing;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile @Nullable PlanSummary latest;
    private volatile Runnable onLook = () -> {};
    private Instant due = Instant.MIN;
    private Instant affordable = Instant.MIN;
    /** What the run waited for when it was last looked ahead while it waited. */
    private @Nullable Opening waitedFor;

    public Forecast(Dispatch dispatch, Timing timing) {
        this.dispatch = dispatch;
        this.timing = timing;
    }

    /** Empty before letters are loaded. */
    public Optional<PlanSummary> latest() {
        return Optional.ofNullable(latest);
    }

    /** @param onLook told of each new look, in the thread that looks */
    public void onLook(Runnable onLook) {
        this.onLook = onLook;
    }

    /** Looks ahead where the last look is old. Between two chunks, which wait for no other look that is going on. */
    public void keepUp() {
        if (looking.tryLock()) {
            try {
                if (!timing.instant().isBefore(due)) {
                    look();
                }
            } finally {
                looking.unlock();
            }
        }
    }

    /**
     * The same while a chunk goes on. Where the run waits for something new, as soon as that is affordable; and at once where the last
     * look saw it end before it goes on.
     */
    public void keepUpWhileWaiting(Opening waitingFor) {
        PlanSummary last = latest;
        if (last == null) {
            return;
        }
        looking.lock();
        try {
            keepUpWhileWaiting(waitingFor, last);
        } finally {
            looking.unlock();
        }
    }

    private void keepUpWhileWaiting(Opening waitingFor, PlanSummary last) {
        Instant now = timing.instant();
        boolean isNew = !waitingFor.equals(waitedFor);
        if ((isNew && (isEnded(last, waitingFor) || !now.isBefore(affordable))) || !now.isBefore(due)) {
            look().ifPresent(look -> waitedFor = waitingFor);
        }
    }

    private static boolean isEnded(PlanSummary plan, Opening waitingFor) {
        return plan.ends() != null && waitingFor.at() != null && plan.ends().isBefore(waitingFor.at());
    }

    /** Looks ahead now. Empty while a letter is on its way, or where one was when the ledger failed. */
    public Optional<PlanSummary> look() {
        looking.lock();
        try {
            return lookAhead();
        } finally {
            looking.unlock();
        }
    }

    private Optional<PlanSummary> lookAhead() {
        Instant begun = timing.instant();
        Optional<PlanSummary> look = dispatch.plan().map(Forecast::summary);
        if (look.isPresent()) {
            Instant now = timing.instant();
            affordable = now.plus(Duration.between(begun, now).multipliedBy(SHARE));
            Instant old = now.plus(LEAST_AGE);
            due = affordable.isAfter(old) ? affordable : old;
            latest = look.get();
            onLook.run();
        }
        return look;
    }

    private static PlanSummary summary(Plan plan) {
        return new PlanSummary(
                plan.letters(),
                plan.periods(),
                plan.ends().equals(Instant.MAX) ? null : plan.ends(),
                plan.heldBackBy());
    }
}
