package org.facteur.contact.charset;

import java.util.HashSet;
import java.util.Set;

/**
 * How one language spells its names: from a list of words, how probable each letter is after the two before it. Costs are natural
 * logarithms of improbability: two readings whose costs differ by 7 are as 1000 to 1.
 */
final class Spelling {

    /** Of a letter in a script that the language is not written in. */
    private static final double FOREIGN_SCRIPT = 16;

    /** How much a context seen seldom gives way to a shorter one. */
    private static final double BACK_OFF = 4;

    /** Every other word is of the list. */
    private static final double IN_LIST = Math.log(2);

    private static final double NOT_IN_LIST = Math.log(2);

    private static final char EDGE = ' ';

    private final String tag;
    private final Set<String> words = new HashSet<>();
    private final Occurrences seen = new Occurrences();
    private final Occurrences followed = new Occurrences();
    private final Signs signs;
    private long letters;

    Spelling(String tag) {
        this.tag = tag;
        this.signs = new Signs(tag);
    }

    /** RFC 5646, such as {@code fr} or {@code zh-TW}. */
    String tag() {
        return tag;
    }

    /**
     * @param word in lower case, of letters and the marks on them
     */
    void learn(String word) {
        String spelt = usual(word);
        words.add(spelt);
        int before = EDGE;
        int last = EDGE;
        for (int i = 0; i <= spelt.length(); i++) {
            int c = i < spelt.length() ? spelt.charAt(i) : EDGE;
            if (c != EDGE) {
                signs.learn(c);
            }
            letters++;
            seen.add(key(0, 0, c));
            seen.add(key(0, last + 1, c));
            followed.add(key(0, 0, last + 1));
            seen.add(key(before + 1, last + 1, c));
            followed.add(key(0, before + 1, last + 1));
            before = last;
            last = c;
        }
    }

    /**
     * How improbable the word is in this language.
     *
     * @param word as for {@link #learn}
     */
    double cost(String word) {
        String spelt = usual(word);
        double cost = NOT_IN_LIST;
        int before = EDGE;
        int last = EDGE;
        for (int i = 0; i <= spelt.length(); i++) {
            int c = i < spelt.length() ? spelt.charAt(i) : EDGE;
            cost -= Math.log(probability(before, last, c));
            before = last;
            last = c;
        }
        return words.contains(spelt) ? Math.min(cost, IN_LIST + Math.log(words.size())) : cost;
    }

    private double probability(int before, int last, int c) {
        double unseen = weightOfUnseen();
        double one = (seen.of(key(0, 0, c)) + unseen * (c == EDGE ? 0 : signs.share(c))) / (letters + unseen);
        if (one == 0) {
            return Math.exp(-FOREIGN_SCRIPT);
        }
        double two = (seen.of(key(0, last + 1, c)) + BACK_OFF * one) / (followed.of(key(0, 0, last + 1)) + BACK_OFF);
        return (seen.of(key(before + 1, last + 1, c)) + BACK_OFF * two)
                / (followed.of(key(0, before + 1, last + 1)) + BACK_OFF);
    }

    /** An alphabet is known after a few words; of thousands of signs half are still to come. */
    private double weightOfUnseen() {
        return signs.areMany() ? letters : 20;
    }

    /** What legacy charsets do not tell apart: Romanian's comma below and cedilla, Persian's letters and Arabic's. */
    private static String usual(String word) {
        return word.replace('ș', 'ş').replace('ț', 'ţ').replace('ی', 'ي').replace('ک', 'ك');
    }

    private static long key(int a, int b, int c) {
        return ((long) a << 42) | ((long) b << 21) | c;
    }
}
