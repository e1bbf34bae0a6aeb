package org.facteur.reason;

import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What users read, in French or English: a bundle of sentences with places for what differs. */
public final class Phrases {

    // Else a French machine would speak French of an English campaign.
    private static final Control AS_ASKED = Control.getNoFallbackControl(Control.FORMAT_PROPERTIES);

    private static final Pattern PLACE = Pattern.compile("\\{(\\d{1,2})}");

    private final Locale locale;
    private final ResourceBundle words;

    /**
     * @param bundle has a key {@code language}, the one that it is really in
     * @param locale wished for; a language that we do not speak gets English
     */
    public Phrases(String bundle, Locale locale) {
        this.words = ResourceBundle.getBundle(bundle, locale, AS_ASKED);
        Locale spoken = Locale.forLanguageTag(words.getString("language"));
        this.locale = spoken.getLanguage().equals(locale.getLanguage()) ? locale : spoken;
    }

    /** How numbers and days are written. */
    public Locale locale() {
        return locale;
    }

    /**
     * The sentence of this key, or the key itself where there is none.
     *
     * @param values for {0}, {1} ...; where the first is the number 1, a key that ends with {@code .one} goes before
     */
    public String of(String key, Object... values) {
        String text = sentence(values.length > 0 && isOne(values[0]) ? key + ".one" : key, key);
        return filled(text, Stream.of(values).map(this::said).toList());
    }

    /** @param values for {0}, {1} ... */
    static String filled(String text, List<String> values) {
        // At one go: a value that looks like a place is not one.
        return PLACE.matcher(text).replaceAll(place -> {
            int number = Integer.parseInt(place.group(1));
            return Matcher.quoteReplacement(number < values.size() ? values.get(number) : place.group());
        });
    }

    /** How many values a text takes. */
    static int places(String text) {
        return PLACE.matcher(text)
                .results()
                .mapToInt(place -> Integer.parseInt(place.group(1)) + 1)
                .max()
                .orElse(0);
    }

    private String said(Object value) {
        return value instanceof Number ? NumberFormat.getInstance(locale).format(value) : "" + value;
    }

    /** The sentence of this key, which need not be there. */
    public Optional<String> find(String key) {
        return words.containsKey(key) ? Optional.of(words.getString(key)) : Optional.empty();
    }

    /** All of the bundle. */
    public Set<String> keys() {
        return words.keySet();
    }

    private String sentence(String key, String otherwise) {
        if (words.containsKey(key)) {
            return words.getString(key);
        }
        return words.containsKey(otherwise) ? words.getString(otherwise) : otherwise;
    }

    private static boolean isOne(Object value) {
        return value instanceof Number number && number.doubleValue() == 1;
    }
}
