package org.facteur.job;

import java.nio.file.Path;
import org.facteur.report.CampaignStatus;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param report where it can be read what became of the campaign; null where it could not be written
 * @param letters where the sandbox keeps the letters; null where another relay may have carried some to people
 */
public record RunResult(
        int exitCode,
        CampaignStatus status,
        @Nullable Path report,
        @Nullable Path letters) {}
