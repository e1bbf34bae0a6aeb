package org.facteur.report.preview;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.facteur.report.preview.PreviewPage.Letter;
import org.facteur.report.preview.PreviewPage.Warning;

/** The warnings of all letters, by rule: how many, an example, and the first letters of each. */
final class PreviewWarnings {

    private static final int NAMED = 60;

    /** A letter that the page holds, to be named with a link to it. */
    record Who(int number, String address) {}

    /**
     * @param more letters that are not named
     */
    record Group(String title, String example, int count, boolean everywhere, List<Who> letters, int more) {}

    private static final class Kind {

        private final String example;
        private final List<Who> letters = new ArrayList<>();
        private int count;

        Kind(String example) {
            this.example = example;
        }
    }

    private final Map<String, Kind> kinds = new LinkedHashMap<>();

    /**
     * @param number of the letter, from 1
     * @param held whether the page holds it
     */
    void add(Letter letter, int number, boolean held) {
        letter.warnings().stream().map(Warning::rule).distinct().forEach(rule -> {
            Kind kind = kinds.computeIfAbsent(rule, key -> new Kind(first(letter, rule)));
            kind.count++;
            if (held && kind.letters.size() < NAMED) {
                kind.letters.add(new Who(number, letter.address()));
            }
        });
    }

    private static String first(Letter letter, String rule) {
        return letter.warnings().stream()
                .filter(warning -> warning.rule().equals(rule))
                .findFirst()
                .map(Warning::sentence)
                .orElse("");
    }

    /** @param written letters in all */
    List<Group> groups(PreviewWords words, int written) {
        List<Group> groups = new ArrayList<>();
        kinds.forEach((rule, kind) -> groups.add(new Group(
                words.of("rule." + rule),
                kind.example,
                kind.count,
                kind.count == written && written > 1,
                kind.letters,
                kind.count - kind.letters.size())));
        return groups;
    }
}
