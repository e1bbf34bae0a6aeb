package org.facteur.report;

import java.io.IOException;
import java.io.Writer;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.facteur.check.Finding;
import org.facteur.ledger.LedgerLetters;
import org.jspecify.annotations.Nullable;

/** How a report is written. */
public enum ReportFormat {
    HTML,
    CSV,
    JSON;

    /**
     * @param letters what is not listed in the report itself; null where no ledger is yet
     * @param out stays open
     * @param locale of the page; what programs read is English
     */
    public void write(CampaignReport report, @Nullable LedgerLetters letters, Writer out, Locale locale, ZoneId zone)
            throws IOException {
        write(report, List.of(), letters, out, locale, zone);
    }

    /**
     * The same with what was found before sending.
     *
     * @param findings shown on the page
     */
    void write(
            CampaignReport report,
            List<Finding> findings,
            @Nullable LedgerLetters letters,
            Writer out,
            Locale locale,
            ZoneId zone)
            throws IOException {
        switch (this) {
            case HTML -> HtmlReport.write(report, findings, letters, out, new ReportWords(locale, zone));
            case CSV -> TableReport.write(report, letters, out, zone);
            case JSON -> JsonReport.write(report, letters, out, zone);
        }
        out.flush();
    }
}
