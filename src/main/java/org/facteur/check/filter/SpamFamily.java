package org.facteur.check.filter;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.facteur.campaign.Campaign;
import org.facteur.check.Family;
import org.facteur.check.Finding;
import org.facteur.check.SampleLetter;
import org.facteur.check.Severity;
import org.facteur.pace.Timing;
import org.jspecify.annotations.Nullable;

/** Asks one spam filter about some letters; what it says of the worst is told. */
final class SpamFamily implements Family {

    /** Of a rule, from which on it is worth a warning: three of them are more than half of what makes a letter spam. */
    private static final double HEAVY = 1.0;

    /** What counts at all. */
    private static final double LIGHT = 0.1;

    private final String engine;
    private final double threshold;
    private final Filter filter;
    private final Timing timing;

    /** One of them. */
    interface Filter {
        Scored score(SampleLetter letter, Duration patience) throws IOException;
    }

    SpamFamily(String engine, double threshold, Filter filter, Timing timing) {
        this.engine = engine;
        this.threshold = threshold;
        this.filter = filter;
        this.timing = timing;
    }

    @Override
    public List<String> ids() {
        return List.of("spam");
    }

    @Override
    public Answer ask(Campaign campaign, Letters letters) {
        Instant until = timing.instant().plus(Filters.LONGEST);
        List<Finding> findings = new ArrayList<>();
        @Nullable Scored worst = null;
        @Nullable SampleLetter its = null;
        boolean spam = false;
        for (SampleLetter letter : letters.samples()) {
            try {
                Scored scored = filter.score(letter, Filters.left(timing, until));
                spam |= scored.spam();
                if (worst == null || scored.score() > worst.score()) {
                    worst = scored;
                    its = letter;
                }
            } catch (IOException e) {
                findings.add(Finding.unknown(
                        "spam.unknown",
                        engine,
                        FilterReason.SPAM_UNKNOWN.of(engine),
                        FilterReason.FILTER_AGAIN.of(),
                        Filters.why(e)));
                break;
            }
        }
        if (worst == null || its == null) {
            return new Answer(findings, Map.of());
        }
        List<Scored.Rule> rules = worst.rules().stream()
                .filter(rule -> rule.points() >= LIGHT && !RuleAdvice.isNoise(rule.name()))
                .sorted(Comparator.comparingDouble(Scored.Rule::points).reversed())
                .toList();
        String to = its.to().toString();
        if (spam) {
            findings.add(Finding.error(
                    "spam.score",
                    to,
                    FilterReason.SPAM_SCORE.of(engine, worst.score()),
                    FilterReason.SPAM_SCORE_ADVICE.of(),
                    String.join(", ", rules.stream().map(Scored.Rule::name).toList())));
        }
        boolean derived = campaign.message().text() == null;
        rules.forEach(rule -> findings.add(finding(to, rule, RuleAdvice.of(rule.name(), derived))));
        return new Answer(
                findings, Map.of("spam", Map.of("engine", engine, "score", worst.score(), "threshold", threshold)));
    }

    private Finding finding(String to, Scored.Rule rule, Optional<FilterReason> advice) {
        return new Finding(
                "spam." + rule.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                rule.points() >= HEAVY && advice.isPresent() ? Severity.WARN : Severity.INFO,
                to,
                FilterReason.SPAM_RULE.of(engine, rule.points(), rule.description()),
                advice.orElse(FilterReason.ADVICE_OTHER).of(),
                rule.name(),
                null);
    }
}
