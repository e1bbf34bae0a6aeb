package org.facteur.reason;

import java.text.ChoiceFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** Which form of a word goes with a number: French says « 0 lettre », English "0 letters". The rule stands in the language's own catalogue. */
final class Plural {

    private static final String ONE = "one";

    private final ChoiceFormat rule;

    private Plural(String rule) {
        this.rule = new ChoiceFormat(rule);
    }

    /** @param language one that is not ours: English */
    static Plural of(Locale language) {
        ResourceBundle common = ResourceBundle.getBundle(Phrases.COMMON, language, Phrases.AS_ASKED);
        return new Plural(common.getString(Phrases.PLURAL));
    }

    /** Whether it is a number that takes the singular. */
    boolean isOne(Object value) {
        return value instanceof Number number
                && rule.format(number.doubleValue()).equals(ONE);
    }
}
