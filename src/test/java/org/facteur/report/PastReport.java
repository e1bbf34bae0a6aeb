package org.facteur.report;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.facteur.ledger.CampaignRow;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.LedgerBook;
import org.facteur.ledger.LedgerHistory;
import org.facteur.ledger.LedgerLetters;
import org.facteur.ledger.ReturnHistory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The report of {@link PastMailing}, or of whatever else its ledger holds for that campaign. */
final class PastReport {

    /** The morning after the fourth night. */
    static final Instant WRITTEN = Instant.parse("2026-12-18T05:30:00Z");

    private PastReport() {}

    static CampaignReport read(JdbcClient jdbc) {
        return read(jdbc, List.of());
    }

    private static CampaignReport read(JdbcClient jdbc, List<WorkerStatus> workers) {
        CampaignRow row = new Campaigns(jdbc).find(PastMailing.CAMPAIGN).orElseThrow();
        LedgerBook book = new LedgerBook(jdbc, row.name());
        CampaignStatus status = new CampaignStatus(
                row.name(),
                row.state(),
                row.reason(),
                row.resumeAt(),
                book.rows(),
                book.counts(),
                null,
                Map.of(),
                workers);
        return new ReportReader(
                        new LedgerHistory(jdbc, row.name()),
                        new LedgerLetters(jdbc, row.name()),
                        new ReturnHistory(jdbc, row.name()),
                        List.of("ecole", "amis"),
                        PastMailing.LIMITS,
                        category -> org.facteur.verdict.Category.of(category)
                                .orElseThrow()
                                .meaning(),
                        PastMailing.ZONE)
                .read(status, WRITTEN);
    }

    static String write(JdbcClient jdbc, ReportFormat format) {
        return write(jdbc, format, Locale.UK);
    }

    static String write(JdbcClient jdbc, ReportFormat format, Locale locale) {
        return write(jdbc, format, locale, List.of());
    }

    static String write(JdbcClient jdbc, ReportFormat format, Locale locale, List<WorkerStatus> workers) {
        StringWriter out = new StringWriter();
        try {
            format.write(
                    read(jdbc, workers), new LedgerLetters(jdbc, PastMailing.CAMPAIGN), out, locale, PastMailing.ZONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    static String name(ReportFormat format) {
        return "report." + format.name().toLowerCase(Locale.ROOT);
    }
}
