package org.facteur.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.facteur.ledger.DeliveryState;
import org.facteur.ledger.LedgerHistory;
import org.facteur.ledger.LedgerLetters;
import org.facteur.pace.IsoTime;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The report as one table (RFC 4180) to filter and to sum up: {@code section} says what a row counts, {@code letters} and
 * {@code attempts} how many. Cells that a spreadsheet would take for a formula are made inert.
 */
final class TableReport {

    private static final String[] COLUMNS = {
        "section", "name", "state", "category", "letters", "attempts", "line", "relay", "at", "until", "detail"
    };

    private final CSVPrinter csv;
    private final ZoneId zone;

    private TableReport(CSVPrinter csv, ZoneId zone) {
        this.csv = csv;
        this.zone = zone;
    }

    /**
     * @param letters null where no ledger is yet
     */
    static void write(CampaignReport report, @Nullable LedgerLetters letters, Appendable out, ZoneId zone)
            throws IOException {
        TableReport table = new TableReport(
                CSVFormat.RFC4180.builder().setHeader(COLUMNS).get().print(out), zone);
        table.campaign(report);
        table.breakdown(report);
        table.cameBack(report.cameBack());
        if (letters != null) {
            table.lists(letters);
        }
    }

    private void campaign(CampaignReport report) {
        CampaignStatus status = report.status();
        @Nullable Instant ended = report.span() == null ? null : report.span().last();
        row(new Row("campaign", status.campaign())
                .state(status.state().name())
                .letters(status.rows())
                .attempts(report.attempts())
                .at(report.began())
                .until(ended)
                .detail(status.reason()));
        status.sumByState().forEach((state, count) -> row(new Row("sum", state).letters(count)));
        for (LedgerHistory.Run run : report.runs()) {
            row(new Row("run", run.exit())
                    .attempts(sum(run.outcomes()))
                    .at(run.start())
                    .until(run.end())
                    .detail(run.reason()));
        }
        for (Gap pause : report.timeline().pauses()) {
            row(new Row("pause", "")
                    .at(pause.period().from())
                    .until(pause.period().to())
                    .detail(pause.reason()));
        }
        for (Hold hold : report.timeline().holds()) {
            for (Period full : hold.periods()) {
                row(new Row("limit", hold.rule().owner())
                        .at(full.from())
                        .until(full.to())
                        .detail(hold.rule().text()));
            }
        }
    }

    private void breakdown(CampaignReport report) {
        for (CampaignReport.RelayLine relay : report.relays()) {
            relay.outcomes()
                    .forEach((state, count) -> row(
                            new Row("relay", relay.relay()).state(state.name()).attempts(count)));
        }
        for (WorkerStatus worker : report.status().workers()) {
            row(new Row("worker", worker.name())
                    .letters(worker.letters())
                    .detail(String.join(", ", worker.accounts())));
        }
        for (LedgerLetters.DomainCounts domain : report.domains()) {
            String name = domain.domain().equals(CampaignReport.OTHERS) ? "(others)" : domain.domain();
            domain.states()
                    .forEach((state, count) ->
                            row(new Row("domain", name).state(state.name()).letters(count)));
        }
        for (CampaignReport.AnswerLine line : report.answers()) {
            for (LedgerHistory.Answer answer : line.answers()) {
                row(new Row("category", line.category())
                        .state(answer.outcome().name())
                        .category(line.category())
                        .attempts(answer.attempts())
                        .detail(answer.reply()));
            }
        }
        report.letters()
                .forEach((attempts, count) -> row(new Row("attempts", String.valueOf(attempts)).letters(count)));
    }

    private void lists(LedgerLetters letters) {
        for (DeliveryState state : States.LISTED) {
            letters.forEach(
                    state,
                    Long.MAX_VALUE,
                    letter -> row(new Row("recipient", letter.email())
                            .state(state.name())
                            .category(letter.category())
                            .attempts(letter.attempts())
                            .line(letter.line())
                            .relay(letter.relay())
                            .at(letter.updatedAt())
                            .until(letter.next())
                            .detail(letter.reply())));
        }
        letters.forEachExclusion(
                Long.MAX_VALUE,
                exclusion -> row(new Row("exclusion", exclusion.email())
                        .state(exclusion.kind().name())
                        .line(exclusion.line())
                        .detail(exclusion.reason())));
    }

    private void cameBack(CameBack back) {
        back.counts().forEach((kind, count) -> row(new Row("returned", kind).letters(count)));
        back.lists()
                .forEach((list, people) -> people.forEach(person -> row(new Row(list, person.email())
                        .state(person.kind())
                        .category(person.category())
                        .at(person.receivedAt())
                        .until(
                                person.awayUntil() == null
                                        ? null
                                        : person.awayUntil().atStartOfDay(zone).toInstant())
                        .detail(person.detail()))));
        back.failing()
                .forEach(one -> row(new Row("failing", one.email())
                        .category(one.category())
                        .letters(one.campaigns())
                        .at(one.first())
                        .until(one.last())));
    }

    private static long sum(Map<DeliveryState, Long> outcomes) {
        return outcomes.values().stream().mapToLong(Long::longValue).sum();
    }

    private void row(Row row) {
        try {
            csv.printRecord(
                    row.section,
                    LedgerWriter.inert(row.name),
                    row.state,
                    LedgerWriter.inert(row.category),
                    row.letters,
                    row.attempts,
                    row.line,
                    LedgerWriter.inert(row.relay),
                    row.at == null ? null : IsoTime.of(row.at, zone),
                    row.until == null ? null : IsoTime.of(row.until, zone),
                    LedgerWriter.inert(row.detail));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A row, most of whose cells stay empty. */
    private static final class Row {

        private final String section;
        private final String name;
        private @Nullable String state;
        private @Nullable String category;
        private @Nullable Long letters;
        private @Nullable Long attempts;
        private @Nullable Long line;
        private @Nullable String relay;
        private @Nullable Instant at;
        private @Nullable Instant until;
        private @Nullable String detail;

        Row(String section, String name) {
            this.section = section;
            this.name = name;
        }

        Row state(String value) {
            state = value;
            return this;
        }

        Row category(@Nullable String value) {
            category = value;
            return this;
        }

        Row letters(long value) {
            letters = value;
            return this;
        }

        Row attempts(long value) {
            attempts = value;
            return this;
        }

        Row line(long value) {
            line = value;
            return this;
        }

        Row relay(@Nullable String value) {
            relay = value;
            return this;
        }

        Row at(@Nullable Instant value) {
            at = value;
            return this;
        }

        Row until(@Nullable Instant value) {
            until = value;
            return this;
        }

        Row detail(@Nullable Reason value) {
            return detail(value == null ? null : value.toString());
        }

        Row detail(@Nullable String value) {
            detail = value;
            return this;
        }
    }
}
