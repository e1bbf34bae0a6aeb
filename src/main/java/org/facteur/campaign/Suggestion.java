package org.facteur.campaign;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.facteur.reason.Reason;

/** What somebody who mistyped a word may have meant. */
final class Suggestion {

    private Suggestion() {}

    /** {@code ...; did you mean limits?}, or the choice when nothing is near: {@code ...; there are: chunk, pause}. */
    static Reason after(Reason what, Collection<String> choice, String typed) {
        return nearest(choice, typed)
                .map(near -> JobFileReason.KEY_MEANT.of(what, near))
                .orElseGet(() -> choice.isEmpty() ? what : JobFileReason.KEY_CHOICE.of(what, List.copyOf(choice)));
    }

    static Optional<String> nearest(Collection<String> choice, String typed) {
        String word = typed.toLowerCase(Locale.ROOT).replace('_', '-');
        // Up to a third of a word may be wrong: port is not a slip for trust.
        int tolerated = Math.max(1, word.length() / 3);
        return choice.stream()
                .filter(candidate -> distance(candidate, word) <= tolerated)
                .min(Comparator.comparingInt(candidate -> distance(candidate, word)));
    }

    /** Levenshtein's, where neighbours that changed places count once. */
    private static int distance(String one, String other) {
        int[][] cost = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, one, other, i, j);
            }
        }
        return cost[one.length()][other.length()];
    }

    private static int cheapest(int[][] cost, String one, String other, int i, int j) {
        boolean same = one.charAt(i - 1) == other.charAt(j - 1);
        int least = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + (same ? 0 : 1));
        boolean swapped =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }
}
