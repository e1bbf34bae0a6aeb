package org.facteur.check.mailing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.facteur.check.LetterFinding;
import org.facteur.contact.Contact;
import org.facteur.message.MergedLetter;
import org.jspecify.annotations.Nullable;

/**
 * Letters that differ in nothing but their contacts' values: what is odd in one is odd in all. Another branch of a template makes another kind. For
 * several threads.
 */
final class LetterKinds {

    /** Of a letter that is not compared with others. */
    static final String ANY = "*";

    /** As many are told apart: in a mailing with more, values are printed in other forms than they have. */
    private static final int MOST = 1_000;

    /** Letters are of a size that differ by less; how much is too much is for {@link org.facteur.check.LetterCheck} to say. */
    private static final long BYTES = 1_000_000;

    /** No letter holds it. */
    private static final String VALUE = "\uFFFF";

    private final Map<String, List<LetterFinding>> known = new ConcurrentHashMap<>();

    /** The letter without its contact's values. */
    static String of(MergedLetter letter, Contact contact) {
        List<String> values = new ArrayList<>(contact.values().values());
        values.removeIf(value -> value.length() < 2);
        values.sort(Comparator.comparingInt(String::length).reversed());
        return without(letter.subject(), values)
                + '\0'
                + without(letter.html(), values)
                + '\0'
                + without(letter.text(), values)
                + '\0'
                + letter.pictures()
                + letter.bytes() / BYTES;
    }

    private static String without(@Nullable String text, List<String> values) {
        String left = Objects.requireNonNullElse(text, "");
        for (String value : values) {
            left = left.replace(value, VALUE);
        }
        return left;
    }

    /** What was found in the first of its kind; null where it is the first. Where there are too many, none is. */
    @Nullable
    List<LetterFinding> findings(String kind) {
        List<LetterFinding> findings = known.get(kind);
        if (findings != null) {
            return findings;
        }
        if (kind.equals(ANY) && known.size() == 1) {
            return known.values().iterator().next();
        }
        return kind.equals(ANY) || known.size() >= MOST ? List.of() : null;
    }

    void add(String kind, List<LetterFinding> findings) {
        known.put(kind, List.copyOf(findings));
    }
}
