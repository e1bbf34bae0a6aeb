package org.facteur.inbox;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether a few words ask to be left alone, in whatever order: each of them must be one of those that such requests are made of, and
 * together they must ask. {@code Don't take me off your list} asks for the contrary, and so do all refusals of a removal.
 */
final class StopWords {

    private static final int MOST = 16;
    private static final Pattern BREAKS = Pattern.compile("[^\\p{L}]+");

    /** What a word does in a request. */
    private enum Role {
        /** {@code unsubscribe}: nothing else needs to be said. */
        LEAVES,
        /** {@code stop}, {@code arrêtez}. */
        ENDS,
        /** {@code remove}: whom, or from what, must be said. */
        REMOVES,
        /** {@code me}, {@code mon adresse}. */
        SELF,
        /** {@code liste}, {@code database}. */
        LIST,
        /** {@code write}, {@code mails}. */
        CONTACT,
        /** {@code not}, {@code ne}. */
        NO,
        /** Who says of himself what he does: {@code I don't get your mails}. */
        FIRST,
        /** Unless it is what he would like. */
        WISH,
        FILLER
    }

    private StopWords() {}

    /** @param words folded, see {@link Texts#folded}, without what is only polite */
    static boolean ask(String words) {
        List<String> all = new ArrayList<>(List.of(BREAKS.split(words.strip(), -1)));
        all.removeIf(String::isEmpty);
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String word : all) {
            Set<Role> its = roles(word);
            if (its.isEmpty()) {
                return false;
            }
            roles.addAll(its);
        }
        boolean no = roles.contains(Role.NO);
        boolean removed = roles.contains(Role.REMOVES) && (roles.contains(Role.SELF) || roles.contains(Role.LIST));
        boolean asks = roles.contains(Role.WISH) || !roles.contains(Role.FIRST);
        boolean leaves = roles.contains(Role.LEAVES) || roles.contains(Role.ENDS) || removed;
        return !all.isEmpty() && all.size() <= MOST && (no ? !leaves && asks && roles.contains(Role.CONTACT) : leaves);
    }

    private static Set<Role> roles(String word) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (Role role : Role.values()) {
            if (Vocabulary.stopWords(role.name().toLowerCase(Locale.ROOT))
                    .matcher(word)
                    .matches()) {
                roles.add(role);
            }
        }
        return roles;
    }
}
