package org.facteur.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.facteur.pace.Plan;
import org.facteur.report.PlanSummary;
import org.jspecify.annotations.Nullable;

/** When the mailing will be done, foreseen anew from time to time while it goes on. */
final class Forecast {

    /** Looking ahead takes at most a hundredth of the time. */
    private static final int SHARE = 100;

    private static final Duration LEAST_AGE = Duration.ofSeconds(30);

    private final Dispatch dispatch;
    private final Timing timing;
    private volatile @Nullable PlanSummary latest;
    private volatile Runnable onLook = () -> {};
    private Instant due = Instant.MIN;

    Forecast(Dispatch dispatch, Timing timing) {
        this.dispatch = dispatch;
        this.timing = timing;
    }

    /** Empty before letters are loaded. */
    Optional<PlanSummary> latest() {
        return Optional.ofNullable(latest);
    }

    /** @param onLook told of each new look, in the thread that looks */
    void onLook(Runnable onLook) {
        this.onLook = onLook;
    }

    /** Looks ahead where the last look is old. Between two chunks, since nothing may be in flight. */
    void keepUp() {
        if (!timing.instant().isBefore(due)) {
            look();
        }
    }

    /** Looks ahead now. */
    PlanSummary look() {
        Instant begun = timing.instant();
        PlanSummary summary = summary(dispatch.plan(dispatch.perLetter()));
        Duration took = Duration.between(begun, timing.instant()).multipliedBy(SHARE);
        due = timing.instant().plus(took.compareTo(LEAST_AGE) > 0 ? took : LEAST_AGE);
        latest = summary;
        onLook.run();
        return summary;
    }

    private static PlanSummary summary(Plan plan) {
        List<PlanSummary.Period> periods = plan.periods().stream()
                .map(period -> new PlanSummary.Period(period.start(), period.end(), period.letters()))
                .toList();
        return new PlanSummary(
                plan.letters(), periods, plan.ends().equals(Instant.MAX) ? null : plan.ends(), plan.heldBackBy());
    }
}
