package org.facteur.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.facteur.ledger.DeliveryState;
import org.facteur.ledger.LedgerHistory;
import org.facteur.ledger.LedgerLetters.DomainCounts;
import org.jspecify.annotations.Nullable;

/** Numbers as bars beside their words: pieces of a thousand, the longest bar of a list being whole. */
final class Shares {

    /** From left to right. */
    private static final List<DeliveryState> ORDER = List.of(
            DeliveryState.SENT,
            DeliveryState.DEFERRED,
            DeliveryState.REFUSED,
            DeliveryState.EXPIRED,
            DeliveryState.IN_DOUBT,
            DeliveryState.SENDING,
            DeliveryState.PENDING);

    private static final double WHOLE = 1000;

    private final CampaignReport report;

    private final ReportWords words;

    Shares(CampaignReport report, ReportWords words) {
        this.report = report;
        this.words = words;
    }

    record Piece(double x, double width, String style) {}

    /** A line of a list: what it is about, how many, and of which kinds. */
    record Line(String name, long count, List<Piece> pieces, String words) {}

    /** All rows of the contacts file. */
    public List<Piece> whole() {
        List<Piece> pieces = new ArrayList<>();
        double x = 0;
        for (SumTerm term : SumTerm.of(report.status())) {
            double width =
                    WHOLE * term.count() / Math.max(1, report.status().counts().sum());
            if (term.count() > 0) {
                pieces.add(new Piece(TimelineChart.tenth(x), TimelineChart.tenth(Math.max(1, width)), term.style()));
            }
            x += width;
        }
        return pieces;
    }

    public List<Line> domains() {
        List<Map<DeliveryState, Long>> all =
                report.domains().stream().map(DomainCounts::states).toList();
        long most = most(all);
        long unnamed = report.domainCount() - report.domains().size() + 1;
        return report.domains().stream()
                .map(domain -> line(
                        domain.domain().equals(CampaignReport.OTHERS)
                                ? words.of("domains.others", unnamed)
                                : domain.domain(),
                        domain.states(),
                        most))
                .toList();
    }

    /** In the order of the report's. */
    public List<Line> relays() {
        long most = most(
                report.relays().stream().map(CampaignReport.RelayLine::outcomes).toList());
        return report.relays().stream()
                .map(relay -> line(relay.relay(), relay.outcomes(), most))
                .toList();
    }

    /** The replies of a category, which is the line's name. */
    record AnswerLine(Line line, String meaning, List<LedgerHistory.Answer> said) {}

    public List<AnswerLine> answers() {
        long most = most(report.answers().stream()
                .map(CampaignReport.AnswerLine::outcomes)
                .toList());
        return report.answers().stream()
                .map(answer -> new AnswerLine(
                        line(answer.category(), answer.outcomes(), most),
                        words.said(answer.meaning()),
                        answer.answers()))
                .toList();
    }

    public List<Line> attempts() {
        long most = report.letters().values().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(1);
        List<Line> lines = new ArrayList<>();
        report.letters().forEach((attempts, letters) -> {
            double width = TimelineChart.tenth(Math.max(2, WHOLE * letters / most));
            lines.add(new Line(
                    attempts == 0 ? words.of("attempts.none") : words.of("attempts.number", attempts),
                    letters,
                    List.of(new Piece(0, width, attempts == 0 ? "pending" : "plain")),
                    ""));
        });
        return lines;
    }

    /** A run in a line of the table. */
    record RunLine(Instant start, @Nullable Instant end, long sent, long deferred, long refused, String how) {}

    public List<RunLine> runs() {
        return report.runs().stream()
                .map(run -> new RunLine(
                        run.start(),
                        run.end(),
                        run.outcomes().getOrDefault(DeliveryState.SENT, 0L),
                        run.outcomes().getOrDefault(DeliveryState.DEFERRED, 0L),
                        run.outcomes().getOrDefault(DeliveryState.REFUSED, 0L)
                                + run.outcomes().getOrDefault(DeliveryState.EXPIRED, 0L),
                        run.end() == null
                                ? words.of("runs.died")
                                : run.reason() == null
                                        ? words.exit(run.exit())
                                        : words.of("runs.how", words.exit(run.exit()), words.said(run.reason()))))
                .toList();
    }

    private static long most(List<Map<DeliveryState, Long>> all) {
        return all.stream().mapToLong(Shares::total).max().orElse(1);
    }

    private static long total(Map<DeliveryState, Long> states) {
        return states.values().stream().mapToLong(Long::longValue).sum();
    }

    private Line line(String name, Map<DeliveryState, Long> states, long most) {
        List<Piece> pieces = new ArrayList<>();
        List<String> counts = new ArrayList<>();
        double x = 0;
        for (DeliveryState state : ORDER) {
            long count = states.getOrDefault(state, 0L);
            if (count > 0) {
                double width = WHOLE * count / Math.max(1, most);
                pieces.add(new Piece(
                        TimelineChart.tenth(x), TimelineChart.tenth(Math.max(2, width)), States.style(state)));
                counts.add(words.count(state, count));
                x += width;
            }
        }
        return new Line(name, total(states), pieces, String.join(" · ", counts));
    }
}
