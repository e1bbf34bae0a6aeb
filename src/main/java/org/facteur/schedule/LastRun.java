package org.facteur.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Reason;
import org.facteur.report.CampaignStatus;
import org.jspecify.annotations.Nullable;

/**
 * How a run went.
 *
 * @param exitCode as {@code facteur run} ends with, see {@link ExitCodes}
 * @param said how it ended, for the owner
 * @param status where it left the campaign; null where it did not come that far
 */
public record LastRun(
        Instant startedAt,
        Instant endedAt,
        int exitCode,
        Reason said,
        @Nullable CampaignStatus status) {

    /** All done; or paused, busy or stopped, and taken up by the next run. */
    private static final Set<Integer> IN_ORDER =
            Set.of(ExitCodes.DONE, ExitCodes.TRY_LATER, ExitCodes.HUNG_UP, ExitCodes.INTERRUPTED, ExitCodes.TERMINATED);

    /** Whether the owner has something to mend. */
    public boolean failed() {
        return !IN_ORDER.contains(exitCode);
    }

    public Duration duration() {
        return Duration.between(startedAt, endedAt);
    }
}
