package org.facteur.report;

import java.text.NumberFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;

/** What the preview page says, in French or English. */
final class PreviewWords {

    // Else a French machine would speak French of an English campaign.
    private static final Control AS_ASKED = Control.getNoFallbackControl(Control.FORMAT_PROPERTIES);

    private final Locale locale;
    private final ResourceBundle words;

    PreviewWords(Locale locale) {
        this.words = ResourceBundle.getBundle("org.facteur.report.preview.words", locale, AS_ASKED);
        this.locale = Locale.forLanguageTag(words.getString("language"));
    }

    /** @param numbers for {0}, {1} ... */
    String of(String key, Object... numbers) {
        String text = words.containsKey(key) ? words.getString(key) : key;
        for (int i = 0; i < numbers.length; i++) {
            Object number = numbers[i];
            String said =
                    number instanceof Number ? NumberFormat.getInstance(locale).format(number) : "" + number;
            text = text.replace("{" + i + "}", said);
        }
        return text;
    }

    /** Every word, for the template; some with their numbers. */
    Map<String, String> all(Map<String, List<?>> numbers) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String key : words.keySet()) {
            all.put(key, of(key, numbers.getOrDefault(key, List.of()).toArray()));
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
