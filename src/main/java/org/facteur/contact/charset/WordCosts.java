package org.facteur.contact.charset;

import java.util.HashMap;
import java.util.Map;

/** What words cost in each of the {@link NameLanguages}, worked out once: most read the same in many charsets. */
final class WordCosts {

    private final Map<String, double[]> known = new HashMap<>();

    /** @return not to be changed, in the order of the languages */
    double[] of(String word) {
        return known.computeIfAbsent(word, WordCosts::inEach);
    }

    private static double[] inEach(String word) {
        return NameLanguages.all().stream()
                .mapToDouble(language -> language.cost(word))
                .toArray();
    }
}
