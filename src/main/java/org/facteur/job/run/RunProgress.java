package org.facteur.job.run;

import java.time.Instant;
import java.util.List;
import org.facteur.dispatch.RelayUsage;
import org.facteur.report.CampaignStatus;

/**
 * How a run goes.
 *
 * @param rowsRead of the contacts file, in this run
 * @param status with what is waited for as its reason, and until when
 * @param perMinute letters that left in the last minute
 */
public record RunProgress(
        Instant at, Stage stage, long rowsRead, CampaignStatus status, double perMinute, List<RelayUsage> relays) {

    public enum Stage {
        /** Contacts are read; no letter leaves. */
        ENLIST,
        SEND
    }

    public RunProgress {
        relays = List.copyOf(relays);
    }

    /** Letters that leave or have left, in whatever state. */
    public long letters() {
        return status.counts().open() + settled();
    }

    /** Letters that nothing more is done about. */
    public long settled() {
        return status.counts().sent()
                + status.counts().refused()
                + status.counts().expired()
                + status.counts().inDoubt();
    }
}
