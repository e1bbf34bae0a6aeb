package org.facteur.job;

import java.nio.file.Path;
import java.util.List;
import org.facteur.reason.Reason;
import org.facteur.report.CampaignStatus;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param report where it can be read what became of the campaign; null where it could not be written
 * @param letters where the sandbox keeps the letters; null where another relay may have carried some to people
 * @param leftOut the first rows that are not written to
 */
public record RunResult(
        int exitCode,
        CampaignStatus status,
        @Nullable Path report,
        @Nullable Path letters,
        List<LeftOut> leftOut) {

    static final int MOST_LEFT_OUT = 3;

    /** A row of the contacts file that is not written to. */
    public record LeftOut(long line, Reason reason) {}
}
