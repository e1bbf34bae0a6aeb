package org.facteur.job;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.facteur.reason.Reason;
import org.facteur.report.CampaignStatus;
import org.facteur.verdict.Category;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param report where it can be read what became of the campaign; null where it could not be written
 * @param letters where the sandbox keeps the letters; null where another relay may have carried some to people
 * @param leftOut the first rows that are not written to
 * @param refused letters that stay refused for what may be no fault of their addresses, by what for; may be empty
 */
public record RunResult(
        int exitCode,
        CampaignStatus status,
        @Nullable Path report,
        @Nullable Path letters,
        List<LeftOut> leftOut,
        Map<Category, Long> refused) {

    static final int MOST_LEFT_OUT = 3;

    /** A row of the contacts file that is not written to. */
    public record LeftOut(long line, Reason reason) {}
}
