package org.facteur.report;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Says in the reader's language why a row is not written to. The ledger holds it in English, in sentences whose forms are known; any
 * other sentence stays as it is.
 */
final class Details {

    private static final String BUNDLE = "org.facteur.report.details";
    private static final Pattern PLACE = Pattern.compile("\\{\\d}");

    /** @param sentence in English, with a group for each of its places, in their order */
    private record Form(String key, Pattern sentence) {}

    private final Phrases phrases;
    private final List<Form> forms;

    Details(Locale locale) {
        this.phrases = new Phrases(BUNDLE, locale);
        Phrases english = new Phrases(BUNDLE, Locale.ENGLISH);
        boolean isEnglish = phrases.locale().getLanguage().equals(Locale.ENGLISH.getLanguage());
        this.forms = (isEnglish ? Stream.<String>empty() : english.keys().stream())
                .filter(key -> key.startsWith("detail."))
                .sorted()
                .map(key -> new Form(key, form(english.of(key))))
                .toList();
    }

    private static Pattern form(String sentence) {
        return Pattern.compile(
                Stream.of(PLACE.split(sentence, -1)).map(Pattern::quote).collect(Collectors.joining("(.*)")),
                Pattern.DOTALL);
    }

    /** @param detail in English; may hold a cell of a contacts file, which is data */
    String say(String detail) {
        for (Form form : forms) {
            Matcher matcher = form.sentence().matcher(detail);
            if (matcher.matches()) {
                return phrases.of(
                        form.key(),
                        IntStream.rangeClosed(1, matcher.groupCount())
                                .mapToObj(matcher::group)
                                .map(value -> phrases.find("word." + value).orElse(value))
                                .toArray());
            }
        }
        return detail;
    }
}
