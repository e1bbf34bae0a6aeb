package org.facteur.verdict;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Puts what a server says in another language into the English of the rules, word for word, so that the rules need
 * know one language only. What it does not know stays as it is.
 */
final class Languages {

    private static final String FILE = "languages.yaml";
    private static final Languages BUILT_IN = builtIn();

    /** Phrases, a character a step; a phrase's star is a step that takes any letters. */
    private final Step first = new Step();

    private Languages() {}

    /** The same words where there is nothing to translate. */
    static String english(String words) {
        return BUILT_IN.translated(words);
    }

    private static Languages builtIn() {
        try (InputStream file = Languages.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is missing from the jar");
            }
            Map<String, Map<String, String>> languages = new Yaml(new SafeConstructor(new LoaderOptions())).load(file);
            Languages all = new Languages();
            languages
                    .values()
                    .forEach(phrases -> phrases.forEach((foreign, english) -> all.add(Folding.fold(foreign), english)));
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What two languages share keeps the sense of the first. */
    private void add(String phrase, String english) {
        Step step = first;
        for (int i = 0; i < phrase.length(); i++) {
            step = step.next.computeIfAbsent(phrase.charAt(i), c -> new Step());
        }
        step.english = step.english == null ? english : step.english;
    }

    private String translated(String text) {
        StringBuilder english = null;
        int kept = 0;
        for (int at = 0; at < text.length(); at++) {
            if (!startsWord(text, at)) {
                continue;
            }
            Found found = longest(first, text, at);
            if (found == null) {
                continue;
            }
            english = english == null ? new StringBuilder(text.length() + 40) : english;
            append(english, text, kept, at);
            append(english, found.english, 0, found.english.length());
            kept = found.end;
            at = found.end - 1;
        }
        if (english == null) {
            return text;
        }
        append(english, text, kept, text.length());
        return english.toString();
    }

    private static @Nullable Found longest(Step from, String text, int at) {
        Step step = from;
        Found found = null;
        for (int i = at; step != null; i++) {
            if (step.english != null && endsWord(text, i)) {
                found = longer(found, new Found(step.english, i));
            }
            Step any = step.next.get('*');
            if (any != null) {
                found = longer(found, longest(any, text, endOfWord(text, i)));
            }
            step = i < text.length() ? step.next.get(text.charAt(i)) : null;
        }
        return found;
    }

    private static @Nullable Found longer(@Nullable Found one, @Nullable Found other) {
        return one == null || (other != null && other.end > one.end) ? other : one;
    }

    private static boolean startsWord(String text, int at) {
        char c = text.charAt(at);
        return Character.isLetter(c) && (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)) || runsOn(c));
    }

    private static boolean endsWord(String text, int at) {
        return at == text.length()
                || !Character.isLetterOrDigit(text.charAt(at))
                || !Character.isLetterOrDigit(text.charAt(at - 1))
                || runsOn(text.charAt(at - 1));
    }

    private static int endOfWord(String text, int at) {
        int end = at;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Chinese and Japanese are written without blanks. */
    private static boolean runsOn(char c) {
        return c >= '\u2e80' && c <= '\u9fff';
    }

    /** Keeps words apart that were not apart before. */
    private static void append(StringBuilder english, String text, int from, int to) {
        if (from == to) {
            return;
        }
        boolean meets = english.length() > 0
                && Character.isLetterOrDigit(text.charAt(from))
                && english.charAt(english.length() - 1) != ' ';
        english.append(meets ? " " : "").append(text, from, to);
    }

    private static final class Step {

        private final Map<Character, Step> next = new HashMap<>(2);
        private @Nullable String english;
    }

    private record Found(String english, int end) {}
}
