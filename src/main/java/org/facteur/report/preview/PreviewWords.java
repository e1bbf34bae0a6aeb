package org.facteur.report.preview;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.facteur.reason.Phrases;

/** What the preview page says. */
final class PreviewWords {

    private final Phrases phrases;

    PreviewWords(Locale locale) {
        this.phrases = new Phrases("org.facteur.report.preview.words", locale);
    }

    /** @param numbers for {0}, {1} ... */
    String of(String key, Object... numbers) {
        return phrases.of(key, numbers);
    }

    /** Every word, for the template; some with their numbers. */
    Map<String, String> all(Map<String, List<?>> numbers) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String key : phrases.keys()) {
            List<?> known = numbers.get(key);
            all.put(key, known == null ? phrases.find(key).orElseThrow() : of(key, known.toArray()));
        }
        return all;
    }

    /** {@code 158 kB}, {@code 1.2 MB} */
    String size(long bytes) {
        return bytes < 1_000_000
                ? of("kilobytes", Math.max(1, Math.round(bytes / 1e3)))
                : of("megabytes", Math.round(bytes / 1e5) / 10.0);
    }
}
