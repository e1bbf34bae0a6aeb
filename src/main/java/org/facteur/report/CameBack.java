package org.facteur.report;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.facteur.ledger.FailingAddresses.Failing;
import org.facteur.ledger.ReturnHistory.Person;

/**
 * What came back for a campaign, as a report tells it.
 *
 * @param counts people by kind, see {@link org.facteur.ledger.ReturnHistory#counts}; empty: nothing came back
 * @param timesToAnswer how long each of those who answered took, the fastest first
 * @param unproven what asks for action, but nothing proves whose letter it is about
 * @param unmatched about letters that nobody could find
 * @param failing addresses that the owner may want to leave out from now on
 */
record CameBack(
        Map<String, Long> counts,
        List<Duration> timesToAnswer,
        List<Person> answered,
        List<Person> away,
        List<Person> bounced,
        List<Person> stopped,
        List<Person> complained,
        List<Person> unproven,
        List<Person> unmatched,
        List<Failing> failing) {

    /** The curve's length. */
    static final int HOURS = 48;

    static final CameBack NOTHING = new CameBack(
            Map.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
            List.of());

    public boolean isNothing() {
        return counts.isEmpty();
    }

    public long people(String kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** The lists of people, by what programs call them. */
    Map<String, List<Person>> lists() {
        Map<String, List<Person>> lists = new LinkedHashMap<>();
        lists.put("answered", answered);
        lists.put("away", away);
        lists.put("bounced", bounced);
        lists.put("stopped", stopped);
        lists.put("complained", complained);
        lists.put("unproven", unproven);
        lists.put("unmatched", unmatched);
        return lists;
    }

    /** How many had answered when so many hours had gone by since their letters: for 0 to {@link #HOURS}. */
    List<Long> answeredByHour() {
        long[] byHour = new long[HOURS + 1];
        for (Duration took : timesToAnswer) {
            // Who took half an hour had answered after one hour.
            int hour = (int) Math.min(HOURS + 1L, (took.toMillis() + 3_599_999) / 3_600_000);
            if (hour <= HOURS) {
                byHour[hour]++;
            }
        }
        for (int hour = 1; hour <= HOURS; hour++) {
            byHour[hour] += byHour[hour - 1];
        }
        return Arrays.stream(byHour).boxed().toList();
    }
}
