package org.facteur.verdict;

import java.util.List;
import java.util.Set;

/** Which three-character pieces a text holds, roughly: a «no» is certain, a «yes» wants looking. */
public final class Trigrams {

    private static final int FEWEST_BITS = 1 << 12;
    private static final int MOST_BITS = 1 << 16;

    private final String text;
    private final long[] seen;
    private final int mask;

    /** @param text folded as the patterns that are looked for in it */
    public Trigrams(String text) {
        this.text = text;
        // One bit in eight, or a text of some length holds whatever it is asked for.
        int bits = Math.min(MOST_BITS, Math.max(FEWEST_BITS, Integer.highestOneBit(text.length()) << 4));
        seen = new long[bits / Long.SIZE];
        mask = bits - 1;
        for (int i = 0; i + 3 <= text.length(); i++) {
            int bit = bit(text, i);
            seen[bit >> 6] |= 1L << bit;
        }
    }

    public String text() {
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

    private int bit(String text, int at) {
        return (text.charAt(at) * 1031 + text.charAt(at + 1) * 131 + text.charAt(at + 2) * 17) & mask;
    }
}
