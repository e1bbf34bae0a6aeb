package org.facteur.contact;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.facteur.reason.Reason;

/**
 * Which rows are meant, such as {@code voeux = oui and ville != "Aix et Arles"}. Conditions are joined by {@code and} and
 * {@code or}, of which {@code and} binds first; columns go by heading or plain name; values are compared without case and
 * surrounding spaces, and stand in quotes where they hold {@code and}, {@code or} or nothing at all.
 */
public final class Where {

    /** The rows for which one of these lists holds whole. */
    private final List<List<Condition>> alternatives;

    private record Condition(String heading, boolean equal, String value) {

        boolean matches(Contact contact) {
            String cell = contact.values().getOrDefault(heading, "");
            return normal(cell).equalsIgnoreCase(value) == equal;
        }
    }

    private Where(List<List<Condition>> alternatives) {
        this.alternatives = alternatives;
    }

    /**
     * @param columns the headings there are
     * @throws ContactFileException where it is no condition, or on a column that is not there; with its place
     */
    static Where of(ContactSource.Filter filter, List<String> columns) {
        try {
            return parse(filter.text(), columns);
        } catch (ContactFileException e) {
            throw ContactFileException.of(Reason.at(filter.place(), e.reason()));
        }
    }

    private static Where parse(String text, List<String> columns) {
        WhereWords words = new WhereWords(text);
        List<List<Condition>> alternatives = new ArrayList<>();
        List<Condition> together = new ArrayList<>();
        while (true) {
            together.add(condition(words, text, columns));
            if (words.isAtEnd()) {
                alternatives.add(List.copyOf(together));
                return new Where(List.copyOf(alternatives));
            }
            if (words.isNextOr()) {
                alternatives.add(List.copyOf(together));
                together.clear();
            }
        }
    }

    private static Condition condition(WhereWords words, String text, List<String> columns) {
        String column = words.column();
        boolean equal = words.isEqual();
        String value = normal(words.value());
        for (String heading : columns) {
            if (Headings.isSame(heading, column)) {
                return new Condition(heading, equal, value);
            }
        }
        throw ContactFileException.of(ContactReason.WHERE_UNKNOWN.of(text, column, Headings.list(columns)));
    }

    private static String normal(String text) {
        String spaced = text.replace('\u00A0', ' ').replace('\u202F', ' ');
        return Normalizer.normalize(Cell.shown(spaced), Normalizer.Form.NFC);
    }

    /** Whether the row is one of those meant. */
    public boolean matches(Contact contact) {
        for (List<Condition> together : alternatives) {
            if (together.stream().allMatch(condition -> condition.matches(contact))) {
                return true;
            }
        }
        return false;
    }
}
