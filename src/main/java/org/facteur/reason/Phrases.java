package org.facteur.reason;

import java.text.NumberFormat;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What users read, in their language: a bundle of sentences with places for what differs. A place is {@code {0}}; a word that goes with a
 * number is written as ICU writes it, {@code {1,plural,one{letter}other{letters}}}. A language is a file: what a bundle lacks in it is said
 * in English.
 */
public final class Phrases {

    // Else a French machine would speak French of an English campaign.
    static final Control AS_ASKED = Control.getNoFallbackControl(Control.FORMAT_PROPERTIES);

    /** Of these catalogues each language has one: how it joins sentences, and its plural. */
    static final String COMMON = "org.facteur.reason.reasons";

    static final String LANGUAGE = "language";
    static final String PLURAL = "plural";

    private static final Pattern PLACE =
            Pattern.compile("\\{(\\d{1,2})(?:,\\s*plural,\\s*one\\s*\\{([^{}]*)}\\s*other\\s*\\{([^{}]*)}\\s*)?}");

    private final Locale locale;
    private final Plural plural;
    private final ResourceBundle words;

    /**
     * @param bundle has a key {@code language}, the one that it is really in
     * @param locale wished for; a language that we do not speak gets English
     */
    public Phrases(String bundle, Locale locale) {
        this.words = ResourceBundle.getBundle(bundle, locale, AS_ASKED);
        Locale spoken = Locale.forLanguageTag(words.getString(LANGUAGE));
        this.locale = spoken.getLanguage().equals(locale.getLanguage()) ? locale : spoken;
        this.plural = Plural.of(spoken);
    }

    /** Whether we speak this language. */
    public static boolean isSpoken(Locale locale) {
        ResourceBundle common = ResourceBundle.getBundle(COMMON, locale, AS_ASKED);
        return common.getString(LANGUAGE).equals(locale.getLanguage());
    }

    /** How numbers and days are written. */
    public Locale locale() {
        return locale;
    }

    /**
     * The sentence of this key, or the key itself where there is none.
     *
     * @param values for {0}, {1} ...; where the first is a number that takes the singular, a key that ends with {@code .one} goes before
     */
    public String of(String key, Object... values) {
        String text = fitting(key, values);
        assert places(text) <= values.length : key + " lacks a value: " + text;
        return filled(text, List.of(values), this::said, plural);
    }

    /** The same with numbers in digits alone, as a program reads them. */
    public String inDigits(String key, Object... values) {
        return filled(fitting(key, values), List.of(values), String::valueOf, plural);
    }

    /** A time to come back at, rounded up: who comes at that minute does not come too early. */
    public static Instant fullMinute(Instant time) {
        return time.plusNanos(59_999_999_999L).truncatedTo(ChronoUnit.MINUTES);
    }

    /** {@code Thursday 31 December 22:00}: the sentence of this key is a pattern; one that ends with {@code .first} is for a month's first. */
    public String time(String key, TemporalAccessor time) {
        return DateTimeFormatter.ofPattern(
                        sentence(time.get(ChronoField.DAY_OF_MONTH) == 1 ? key + ".first" : key, key), locale)
                .format(time);
    }

    /** @param values for {0}, {1} ... */
    static String filled(String text, List<Object> values, Function<Object, String> said, Plural plural) {
        // At one go: a value that looks like a place is not one.
        return PLACE.matcher(text).replaceAll(place -> {
            int number = Integer.parseInt(place.group(1));
            if (number >= values.size()) {
                return Matcher.quoteReplacement(place.group());
            }
            Object value = values.get(number);
            String word = place.group(plural.isOne(value) ? 2 : 3);
            return Matcher.quoteReplacement(word == null ? said.apply(value) : word);
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

    private String fitting(String key, Object... values) {
        return sentence(values.length > 0 && plural.isOne(values[0]) ? key + ".one" : key, key);
    }

    private String sentence(String key, String otherwise) {
        if (words.containsKey(key)) {
            return words.getString(key);
        }
        return words.containsKey(otherwise) ? words.getString(otherwise) : otherwise;
    }
}
