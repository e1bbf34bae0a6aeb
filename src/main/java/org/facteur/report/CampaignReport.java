package org.facteur.report;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.facteur.ledger.DeliveryState;
import org.facteur.ledger.LedgerHistory;
import org.facteur.ledger.LedgerLetters;
import org.facteur.reason.Reason;
import org.facteur.relay.RelayName;
import org.jspecify.annotations.Nullable;

/**
 * Everything a report tells but the long lists, which are read while they are written.
 *
 * @param began when the campaign was first started; null: never
 * @param span of the attempts; null where there was none
 * @param openAttempts attempts without an end
 * @param domains the largest, and the others as one line without a name
 * @param domainCount how many domains there are
 * @param letters by the number of attempts they took
 * @param cameBack answers, bounces and the rest
 */
public record CampaignReport(
        CampaignStatus status,
        Instant writtenAt,
        @Nullable Instant began,
        LedgerHistory.@Nullable Span span,
        long openAttempts,
        List<LedgerHistory.Run> runs,
        Timeline timeline,
        List<LedgerLetters.DomainCounts> domains,
        long domainCount,
        List<RelayLine> relays,
        List<AnswerLine> answers,
        SortedMap<Integer, Long> letters,
        CameBack cameBack) {

    /** The name of the line that sums up all domains but the largest. */
    public static final String OTHERS = "";

    /**
     * What went through a relay.
     *
     * @param limits as the job file has them
     * @param outcomes of its attempts
     * @param first null where it was never used
     */
    public record RelayLine(
            String relay,
            List<String> limits,
            Map<DeliveryState, Long> outcomes,
            @Nullable Instant first,
            @Nullable Instant last) {

        public long attempts() {
            return outcomes.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * The replies of a category.
     *
     * @param meaning of the category, for people
     * @param answers by what became of the attempts, the most frequent first; not empty
     */
    public record AnswerLine(String category, Reason meaning, List<LedgerHistory.Answer> answers) {

        public Map<DeliveryState, Long> outcomes() {
            Map<DeliveryState, Long> outcomes = new EnumMap<>(DeliveryState.class);
            answers.forEach(answer -> outcomes.put(answer.outcome(), answer.attempts()));
            return outcomes;
        }
    }

    /** When the newest run ended; null where it has no end, or there is none. */
    public @Nullable Instant ended() {
        return runs.isEmpty() ? null : runs.get(runs.size() - 1).end();
    }

    /** Whether letters have left, and only into the sandbox: nobody has one. */
    public boolean isRehearsal() {
        return attempts() > 0
                && relays.stream()
                        .allMatch(line -> line.attempts() == 0 || line.relay().equals(RelayName.SANDBOX.value()));
    }

    /** Attempts that have ended. */
    public long attempts() {
        return timeline.grains().stream()
                .mapToLong(LedgerHistory.Grain::attempts)
                .sum();
    }
}
