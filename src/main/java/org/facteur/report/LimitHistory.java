package org.facteur.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.facteur.ledger.LedgerHistory;
import org.facteur.ledger.LedgerHistory.Grain;
import org.facteur.ledger.LedgerHistory.Span;
import org.facteur.ledger.LedgerHistory.Use;

/** When a campaign's limits and those of its relays were reached. A relay's count what any campaign sent through its accounts. */
final class LimitHistory {

    private final LedgerHistory history;
    private final List<Grain> grains;
    private final Duration slice;
    private final Span span;
    private final Map<String, List<Use>> byRelay = new HashMap<>();

    LimitHistory(LedgerHistory history, List<Grain> grains, Duration slice, Span span) {
        this.history = history;
        this.grains = grains;
        this.slice = slice;
        this.span = span;
    }

    /** In the order of the limits. */
    List<Hold> holds(List<LimitRule> limits) {
        // What was sent before the campaign's first attempt counts into the windows it began in.
        Duration longest =
                limits.stream().map(LimitRule::window).max(Duration::compareTo).orElse(Duration.ZERO);
        Map<String, Set<String>> accounts = grains.stream()
                .collect(Collectors.groupingBy(Grain::relay, Collectors.mapping(Grain::account, Collectors.toSet())));
        accounts.forEach((relay, used) -> byRelay.put(
                relay,
                used.stream()
                        .flatMap(account ->
                                history.use(account, slice, span.first().minus(longest), span.last()).stream())
                        .toList()));
        List<Hold> holds = new ArrayList<>();
        for (LimitRule rule : limits) {
            LimitWatch.of(rule, use(rule), slice, span.last().plusMillis(1)).ifPresent(hold -> {
                List<Period> periods = hold.periods().stream()
                        .filter(period -> period.to().isAfter(span.first()))
                        .toList();
                if (!periods.isEmpty()) {
                    holds.add(new Hold(rule, periods));
                }
            });
        }
        return holds;
    }

    private List<Use> use(LimitRule rule) {
        Map<Instant, Long> attempts = new TreeMap<>();
        if (rule.relay() == null) {
            grains.forEach(grain -> attempts.merge(grain.at(), grain.attempts(), Long::sum));
        } else {
            byRelay.getOrDefault(rule.relay(), List.of())
                    .forEach(use -> attempts.merge(use.at(), use.attempts(), Long::sum));
        }
        return attempts.entrySet().stream()
                .map(entry -> new Use(entry.getKey(), entry.getValue()))
                .toList();
    }
}
