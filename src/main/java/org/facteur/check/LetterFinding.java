package org.facteur.check;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.facteur.message.LetterPart;
import org.facteur.message.template.SingleLine;
import org.facteur.reason.Reason;

/**
 * Something that is odd in a letter; it does not hold the letter up.
 *
 * @param places where it is; not empty
 * @param evidence what was found, one short line; from the letter, so it may hold anything
 */
public record LetterFinding(LetterRule rule, Set<LetterPart> places, String evidence) {

    private static final int LONGEST_EVIDENCE = 80;

    public LetterFinding {
        places = Set.copyOf(places);
        String line = SingleLine.of(evidence).replaceAll("\\s+", " ");
        evidence = line.length() <= LONGEST_EVIDENCE ? line : line.substring(0, LONGEST_EVIDENCE - 1) + "…";
    }

    /** What is so, and what to write instead. */
    public Reason reason() {
        return Reason.several(List.of(message(), advice()));
    }

    /** What is so. */
    public Reason message() {
        return rule == LetterRule.NO_TEXT
                ? rule.of()
                : rule.of(
                        Reason.allOf(EnumSet.copyOf(places).stream()
                                .map(place -> place.of())
                                .toList()),
                        isSize() ? evidence.replaceFirst(" [kM]B$", "") : evidence);
    }

    /** A number whose unit is a word of each language's. */
    private boolean isSize() {
        return rule == LetterRule.CLIPPED || rule == LetterRule.TOO_BIG;
    }

    /** What to write instead. */
    public Reason advice() {
        return rule == LetterRule.EMPTY_VARIABLE
                ? rule.advice().of(evidence)
                : rule.advice().of();
    }
}
