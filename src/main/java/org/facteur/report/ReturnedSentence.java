package org.facteur.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.facteur.ledger.ReturnHistory;
import org.facteur.reason.Phrases;

/** What came back in one sentence: {@code 612 people answered, 14 letters bounced, 1 person is away}. */
public final class ReturnedSentence {

    /** Those that are always told of come first. */
    private static final List<String> KINDS = List.of(
            "answer",
            "bounce",
            "auto-reply",
            "unsubscribe",
            "complaint",
            "delay",
            "challenge",
            ReturnHistory.UNPROVEN,
            ReturnHistory.UNMATCHED,
            ReturnHistory.SUGGESTED);

    private final Phrases phrases;

    public ReturnedSentence(Locale locale) {
        this.phrases = new Phrases("org.facteur.report.returned", locale);
    }

    /** @param counts as {@link ReturnHistory#counts} gives them */
    public String of(Map<String, Long> counts) {
        return KINDS.stream()
                .filter(kind -> kind.equals("answer") || counts.getOrDefault(kind, 0L) > 0)
                .map(kind -> phrases.of(kind, counts.getOrDefault(kind, 0L)))
                .collect(Collectors.joining(phrases.of("comma")));
    }
}
