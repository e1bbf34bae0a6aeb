package org.facteur.verdict;

import java.util.List;
import java.util.Set;

/** Which three-character pieces a text holds, roughly: a «no» is certain, a «yes» wants looking. */
final class Trigrams {

    private static final int BITS = 1 << 12;

    private final String text;
    private final long[] seen = new long[BITS / Long.SIZE];

    Trigrams(String text) {
        this.text = text;
        for (int i = 0; i + 3 <= text.length(); i++) {
            int bit = bit(text, i);
            seen[bit >> 6] |= 1L << bit;
        }
    }

    String text() {
        return text;
    }

    /** Whether the text holds a literal of each clause. */
    boolean meet(List<Set<String>> clauses) {
        for (Set<String> clause : clauses) {
            if (!containsOneOf(clause)) {
                return false;
            }
        }
        return true;
    }

    private boolean containsOneOf(Set<String> clause) {
        for (String literal : clause) {
            if (contains(literal)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the text contains this needle. */
    private boolean contains(String needle) {
        for (int i = 0; i + 3 <= needle.length(); i++) {
            int bit = bit(needle, i);
            if ((seen[bit >> 6] & (1L << bit)) == 0) {
                return false;
            }
        }
        return text.contains(needle);
    }

    private static int bit(String text, int at) {
        return (text.charAt(at) * 1031 + text.charAt(at + 1) * 131 + text.charAt(at + 2) * 17) & (BITS - 1);
    }
}
