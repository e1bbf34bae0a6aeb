package org.facteur.check;

import java.util.EnumSet;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.Set;
import java.util.stream.Collectors;
import org.facteur.message.HeaderText;
import org.facteur.message.LetterPart;

/**
 * Something that is odd in a letter; it does not hold the letter up.
 *
 * @param places where it is; not empty
 * @param evidence what was found, one short line; from the letter, so it may hold anything
 */
public record LetterFinding(LetterRule rule, Set<LetterPart> places, String evidence) {

    private static final int LONGEST_EVIDENCE = 80;
    // Else a French machine would speak French of an English campaign.
    private static final Control AS_ASKED = Control.getNoFallbackControl(Control.FORMAT_PROPERTIES);

    public LetterFinding {
        places = Set.copyOf(places);
        String line = HeaderText.clean(evidence).replaceAll("\\s+", " ");
        evidence = line.length() <= LONGEST_EVIDENCE ? line : line.substring(0, LONGEST_EVIDENCE - 1) + "…";
    }

    /** One sentence, in French or English. */
    public String say(Locale locale) {
        ResourceBundle words = ResourceBundle.getBundle("org.facteur.check.findings", locale, AS_ASKED);
        String where = EnumSet.copyOf(places).stream()
                .map(place -> words.getString(place.name()))
                .collect(Collectors.joining(words.getString("and")));
        return words.getString(rule.name()).replace("{where}", where).replace("{what}", evidence);
    }
}
