package org.facteur.check;

import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.facteur.contact.ColumnNames;
import org.facteur.contact.Contact;

/** Fields as Word, Outlook and mailing services write them, which nobody filled in: {@code «Prénom»}, {@code [FIRSTNAME]}, {@code %NOM%}. */
final class PlaceholderRules {

    /** Names of fields, as a template of another program would have them; besides those of the contact's columns. */
    private static final Set<String> NAMES = Set.of(
            "firstname",
            "first_name",
            "lastname",
            "last_name",
            "fname",
            "lname",
            "prenom",
            "nom",
            "name",
            "civilite",
            "email",
            "vorname",
            "nachname");

    /** A word or two within signs that stand close: a quotation in guillemets has spaces in French, and is no name of a column. */
    private static final Pattern FIELD = Pattern.compile(
            "«([\\p{L}_][\\p{L}\\p{N}_ -]{1,30})»|<<([\\p{L}_][\\p{L}\\p{N}_ -]{1,30})>>|\\[{1,2}([\\p{L}_][\\p{L}\\p{N}_ -]{1,30})]{1,2}"
                    + "|%([\\p{L}_][\\p{L}\\p{N}_-]{1,30})%|#([\\p{L}_][\\p{L}\\p{N}_-]{1,30})#|(?<![{$])\\{ ?([\\p{L}_][\\p{L}\\p{N}_ -]{1,30})}(?!})");

    private PlaceholderRules() {}

    /** @param found is told what was found */
    static void check(String text, Contact contact, BiConsumer<LetterRule, String> found) {
        Matcher field = FIELD.matcher(text);
        while (field.find()) {
            if (isName(name(field), contact) && !isCell(field.group(), contact)) {
                found.accept(LetterRule.LEFT_OVER, field.group());
            }
        }
    }

    private static String name(Matcher field) {
        for (int group = 1; group <= field.groupCount(); group++) {
            if (field.group(group) != null) {
                return field.group(group);
            }
        }
        return "";
    }

    private static boolean isName(String name, Contact contact) {
        String plain = ColumnNames.plain(name);
        return NAMES.contains(plain.toLowerCase(Locale.ROOT))
                || contact.values().keySet().stream()
                        .anyMatch(heading -> ColumnNames.plain(heading).equalsIgnoreCase(plain));
    }

    /** What a contact's cell holds is a name that somebody has, or a matter for its owner. */
    private static boolean isCell(String field, Contact contact) {
        return contact.values().values().stream().anyMatch(cell -> cell.contains(field));
    }
}
