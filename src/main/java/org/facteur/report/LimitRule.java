package org.facteur.report;

import java.time.Duration;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A limit a campaign is sent under, as the job file has it.
 *
 * @param owner as users read it: {@code campaign} or {@code relay ecole}
 * @param relay whose accounts it counts by, over all campaigns; null: it is the campaign's own
 * @param text as it is written, such as {@code 500/day}
 */
public record LimitRule(String owner, @Nullable String relay, int count, Duration window, String text) {

    Reason reached() {
        return relay == null ? ReportReason.LIMIT_CAMPAIGN.of(text) : ReportReason.LIMIT_RELAY.of(relay, text);
    }
}
