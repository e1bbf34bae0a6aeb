package org.facteur.contact.charset;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which languages a file's names may be of, and how plausible words are in the one that fits best. Costs are natural logarithms of
 * improbability.
 */
final class ExpectedLanguages {

    /** Of a language that nothing in the job or the file speaks for. */
    private static final double UNEXPECTED = 4;

    private static final double WORD_OF_ANOTHER_LANGUAGE = 3;

    private final List<Spelling> all = NameLanguages.all();
    private final double[] unexpected;

    /** By language; most charsets make the same of most bytes, and each word is weighed once. */
    private final Map<String, double[]> weighed = new HashMap<>();

    /**
     * @param countries how many addresses end in which country's domain, such as {@code fr}
     * @param expected the mailing's language; null: not said
     */
    ExpectedLanguages(Map<String, Integer> countries, @Nullable Locale expected) {
        int addresses = countries.values().stream().mapToInt(Integer::intValue).sum();
        unexpected = all.stream()
                .mapToDouble(spelling -> {
                    String language = spelling.tag();
                    boolean likely = expected != null
                            && Locale.forLanguageTag(language).getLanguage().equals(expected.getLanguage());
                    likely |= countries.entrySet().stream()
                            .anyMatch(country -> country.getValue() * 5 >= addresses
                                    && spokenIn(country.getKey()).contains(language));
                    return likely ? 0 : UNEXPECTED;
                })
                .toArray();
    }

    /** In the language that fits best, some words of others among them. */
    double cost(List<String> words) {
        double[] sums = new double[all.size()];
        for (String word : words) {
            double[] costs = weighed.computeIfAbsent(word, this::weigh);
            double least = Double.MAX_VALUE;
            for (int i = 0; i < costs.length; i++) {
                least = Math.min(least, costs[i] + 0.5 * unexpected[i]);
            }
            for (int i = 0; i < costs.length; i++) {
                sums[i] += Math.min(costs[i], least + WORD_OF_ANOTHER_LANGUAGE);
            }
        }
        double best = Double.MAX_VALUE;
        for (int i = 0; i < sums.length; i++) {
            best = Math.min(best, sums[i] + unexpected[i]);
        }
        return best;
    }

    private double[] weigh(String word) {
        return all.stream().mapToDouble(spelling -> spelling.cost(word)).toArray();
    }

    private static List<String> spokenIn(String country) {
        return switch (country) {
            case "be" -> List.of("nl", "fr");
            case "ch" -> List.of("de", "fr", "it");
            case "ca" -> List.of("en", "fr");
            case "at" -> List.of("de");
            case "uk", "ie", "au", "us" -> List.of("en");
            case "br" -> List.of("pt");
            case "mx", "ar", "cl", "co", "pe" -> List.of("es");
            case "se" -> List.of("sv");
            case "dk" -> List.of("da");
            case "no" -> List.of("nb");
            case "cz" -> List.of("cs");
            case "rs", "ba", "me" -> List.of("hr", "mk");
            case "si" -> List.of("sl");
            case "ee" -> List.of("et");
            case "ua" -> List.of("uk", "ru");
            case "by", "kz" -> List.of("ru");
            case "gr", "cy" -> List.of("el");
            case "il" -> List.of("he");
            case "sa", "eg", "ma", "dz", "tn", "ae" -> List.of("ar", "fr");
            case "ir" -> List.of("fa");
            case "jp" -> List.of("ja");
            case "kr" -> List.of("ko");
            case "cn" -> List.of("zh-CN");
            case "tw", "hk" -> List.of("zh-TW");
            case "vn" -> List.of("vi");
            case "md" -> List.of("ro");
            default -> List.of(country);
        };
    }
}
