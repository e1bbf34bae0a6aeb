package org.facteur.report.preview;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.facteur.report.preview.PreviewPage.Letter;
import org.facteur.report.preview.PreviewPage.Warning;

/** The warnings of all letters, by rule: how many, what is said, and the first letters of each. */
final class PreviewWarnings {

    private static final int NAMED = 60;
    private static final int SENTENCES = 20;

    /** A letter that the page holds, to be named with a link to it. */
    record Who(int number, String address) {}

    /** Something that is said of so many letters, such as that a variable is empty. */
    record Said(String sentence, int count) {}

    /**
     * @param said the first few different sentences
     * @param more letters that are not named
     */
    record Group(String title, List<Said> said, int count, boolean everywhere, List<Who> letters, int more) {}

    private static final class Kind {

        private final Map<String, Integer> said = new LinkedHashMap<>();
        private final List<Who> letters = new ArrayList<>();
        private int count;

        void say(String sentence) {
            if (said.size() < SENTENCES || said.containsKey(sentence)) {
                said.merge(sentence, 1, Integer::sum);
            }
        }
    }

    private final Map<String, Kind> kinds = new LinkedHashMap<>();

    /**
     * @param number of the letter, from 1
     * @param held whether the page holds it
     */
    void add(Letter letter, int number, boolean held) {
        letter.warnings().stream().map(Warning::rule).distinct().forEach(rule -> {
            Kind kind = kinds.computeIfAbsent(rule, key -> new Kind());
            kind.count++;
            letter.warnings().stream()
                    .filter(warning -> warning.rule().equals(rule))
                    .map(Warning::sentence)
                    .distinct()
                    .forEach(kind::say);
            if (held && kind.letters.size() < NAMED) {
                kind.letters.add(new Who(number, letter.address()));
            }
        });
    }

    /** @param written letters in all */
    List<Group> groups(PreviewWords words, int written) {
        List<Group> groups = new ArrayList<>();
        kinds.forEach((rule, kind) -> groups.add(new Group(
                words.of("rule." + rule),
                kind.said.entrySet().stream()
                        .map(said -> new Said(said.getKey(), said.getValue()))
                        .toList(),
                kind.count,
                kind.count == written && written > 1,
                kind.letters,
                kind.count - kind.letters.size())));
        return groups;
    }
}
