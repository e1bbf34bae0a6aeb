package org.facteur.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.facteur.ledger.DeliveryState;
import org.facteur.ledger.LedgerHistory;
import org.facteur.ledger.LedgerHistory.Grain;
import org.facteur.ledger.LedgerHistory.Span;
import org.facteur.ledger.LedgerLetters;
import org.facteur.ledger.LedgerLetters.DomainCounts;
import org.facteur.ledger.ReturnHistory;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/** Reads a report out of the ledger. */
public final class ReportReader {

    private static final int LARGEST_DOMAINS = 12;
    private static final int NEWEST_RUNS = 60;

    /** In each list of what came back; the others are a matter for {@code facteur export}. */
    static final int MOST_PEOPLE = 5_000;

    private final LedgerHistory history;
    private final LedgerLetters letters;
    private final @Nullable ReturnHistory returns;
    private final List<String> relays;
    private final List<LimitRule> limits;
    private final Function<String, Reason> meaning;
    private final ZoneId zone;

    /**
     * @param returns null: a ledger of an earlier version knows nothing of them
     * @param relays of the job file, in its order
     * @param meaning of a reply's category, for people
     */
    public ReportReader(
            LedgerHistory history,
            LedgerLetters letters,
            @Nullable ReturnHistory returns,
            List<String> relays,
            List<LimitRule> limits,
            Function<String, Reason> meaning,
            ZoneId zone) {
        this.history = history;
        this.letters = letters;
        this.returns = returns;
        this.relays = relays;
        this.limits = limits;
        this.meaning = meaning;
        this.zone = zone;
    }

    /** What there is to tell where no ledger is yet. */
    public static CampaignReport none(CampaignStatus status, Instant now) {
        return new CampaignReport(
                status,
                now,
                null,
                null,
                0,
                List.of(),
                Timeline.NONE,
                List.of(),
                0,
                List.of(),
                List.of(),
                new TreeMap<>(),
                CameBack.NOTHING);
    }

    public CampaignReport read(CampaignStatus status, Instant now) {
        @Nullable Span span = history.span().orElse(null);
        List<LedgerHistory.Run> runs = new ArrayList<>(history.runs(NEWEST_RUNS, zone).stream()
                .map(ReportReader::readable)
                .toList());
        if (!runs.isEmpty()) {
            runs.add(ended(runs.remove(runs.size() - 1), status, now));
        }
        Timeline timeline = span == null ? Timeline.NONE : timeline(span, runs);
        LedgerLetters.Spread spread = letters.spread();
        return new CampaignReport(
                status,
                now,
                history.began().orElse(null),
                span,
                history.openAttempts(),
                runs,
                timeline,
                largest(spread.domains(), status),
                spread.domains().size(),
                relays(timeline),
                answers(),
                spread.byAttempts(),
                cameBack());
    }

    private CameBack cameBack() {
        if (returns == null) {
            return CameBack.NOTHING;
        }
        return new CameBack(
                returns.counts(),
                returns.timesToAnswer(),
                returns.people("answer", MOST_PEOPLE),
                returns.people("auto-reply", MOST_PEOPLE),
                returns.people("bounce", MOST_PEOPLE),
                returns.people("unsubscribe", MOST_PEOPLE),
                returns.people("complaint", MOST_PEOPLE),
                returns.unproven(MOST_PEOPLE),
                returns.unmatched(MOST_PEOPLE),
                returns.failing());
    }

    private Timeline timeline(Span span, List<LedgerHistory.Run> runs) {
        Duration slice = Timeline.sliceFor(Duration.between(span.first(), span.last()));
        List<Grain> grains = history.grains(slice);
        List<Hold> holds = new LimitHistory(history, grains, slice, span).holds(limits);
        List<Gap> pauses = Gap.between(grains, Timeline.shortestPause(slice), runs, holds);
        return new Timeline(slice, grains, pauses, holds);
    }

    /** And a line for all others. */
    private static List<DomainCounts> largest(List<DomainCounts> domains, CampaignStatus status) {
        List<DomainCounts> lines = new ArrayList<>(domains.subList(0, Math.min(LARGEST_DOMAINS, domains.size())));
        Map<DeliveryState, Long> others = new EnumMap<>(DeliveryState.class);
        for (DeliveryState state : DeliveryState.values()) {
            long named = lines.stream()
                    .mapToLong(line -> line.states().getOrDefault(state, 0L))
                    .sum();
            long left = States.count(status.counts(), state) - named;
            if (left > 0) {
                others.put(state, left);
            }
        }
        if (!others.isEmpty()) {
            lines.add(new DomainCounts(CampaignReport.OTHERS, others));
        }
        return lines;
    }

    /** In the order of the most frequent of each category. */
    private List<CampaignReport.AnswerLine> answers() {
        Map<String, List<LedgerHistory.Answer>> byCategory = new LinkedHashMap<>();
        history.answers()
                .forEach(answer -> byCategory
                        .computeIfAbsent(answer.category(), category -> new ArrayList<>())
                        .add(answer));
        List<CampaignReport.AnswerLine> lines = new ArrayList<>();
        byCategory.forEach((category, answers) ->
                lines.add(new CampaignReport.AnswerLine(category, meaning.apply(category), answers)));
        return lines;
    }

    /** Those of the job file first, then those it had before. */
    private List<CampaignReport.RelayLine> relays(Timeline timeline) {
        Map<String, List<Grain>> byRelay = new LinkedHashMap<>();
        relays.forEach(relay -> byRelay.put(relay, new ArrayList<>()));
        timeline.grains()
                .forEach(grain -> byRelay.computeIfAbsent(grain.relay(), relay -> new ArrayList<>())
                        .add(grain));
        List<CampaignReport.RelayLine> lines = new ArrayList<>();
        byRelay.forEach((relay, grains) -> {
            Map<DeliveryState, Long> outcomes = new EnumMap<>(DeliveryState.class);
            grains.forEach(grain -> outcomes.merge(grain.outcome(), grain.attempts(), Long::sum));
            lines.add(new CampaignReport.RelayLine(
                    relay,
                    limits.stream()
                            .filter(rule -> relay.equals(rule.relay()))
                            .map(LimitRule::text)
                            .toList(),
                    outcomes,
                    grains.stream().map(Grain::first).min(Instant::compareTo).orElse(null),
                    grains.stream().map(Grain::last).max(Instant::compareTo).orElse(null)));
        });
        return lines;
    }

    /** The run that writes this report has no end in the job repository yet, but the campaign's status says how it ended. */
    private static LedgerHistory.Run ended(LedgerHistory.Run run, CampaignStatus status, Instant now) {
        boolean known = switch (status.state()) {
            case PAUSED, STOPPED, FAILED, COMPLETED -> true;
            case NEW, RUNNING, INTERRUPTED -> false;
        };
        return run.end() != null || !known || now.isBefore(run.start())
                ? run
                : new LedgerHistory.Run(run.start(), now, status.state().name(), status.reason(), run.outcomes());
    }

    /** The job repository keeps a failure with its stack; its first line says what it was. */
    private static LedgerHistory.Run readable(LedgerHistory.Run run) {
        Reason reason = run.reason();
        if (reason != null && reason.isVerbatim()) {
            String first = reason.toString()
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .findFirst()
                    .orElse("")
                    .replaceFirst("^[\\w.$]+(?:Exception|Error): ", "");
            reason = first.isEmpty() ? null : Reason.verbatim(first);
        }
        return new LedgerHistory.Run(run.start(), run.end(), run.exit(), reason, run.outcomes());
    }
}
