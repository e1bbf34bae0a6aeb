package org.facteur.message.template;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.facteur.contact.ColumnNames;
import org.facteur.contact.Contact;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What {@link ColumnNames#variables} gives, with each heading's plain name found once per mailing and not once per contact:
 * normalising seven headings costs as much as merging the letter.
 */
public final class TemplateVariables {

    /** What address books call in their language what a letter calls in another. */
    private static final List<List<String>> SAME = List.of(
            List.of("first_name", "given_name", "prenom", "vorname", "nombre", "firstname"),
            List.of(
                    "last_name",
                    "family_name",
                    "surname",
                    "nom",
                    "nom_de_famille",
                    "nachname",
                    "apellidos",
                    "lastname"),
            List.of("city", "home_city", "ville", "ort", "ciudad"));

    /** Of the unsubscribe link; a column of that name goes before. */
    public static final String TOKEN = "unsubscribe_token";

    private final Set<String> headings;
    private final boolean token;
    private final Map<String, String> plainNames = new LinkedHashMap<>();

    public TemplateVariables(List<String> headings) {
        this(headings, false);
    }

    /** @param token whether there is a way to unsubscribe, and so a token */
    public TemplateVariables(List<String> headings, boolean token) {
        this.token = token;
        this.headings = new LinkedHashSet<>(headings);
        headings.forEach(heading -> plainNames.put(heading, ColumnNames.plain(heading)));
    }

    public Map<String, Object> of(Contact contact) {
        Map<String, Object> variables = new HashMap<>(contact.values().size() * 2);
        contact.values().forEach((heading, value) -> variables.putIfAbsent(plain(heading), value));
        variables.put("contact", contact.values());
        return variables;
    }

    private String plain(String heading) {
        String plain = plainNames.get(heading);
        return plain != null ? plain : ColumnNames.plain(heading);
    }

    boolean knows(String variable) {
        return variable.equals("contact") || (token && variable.equals(TOKEN)) || plainNames.containsValue(variable);
    }

    /** The heading that has this plain name; the name itself where none has. */
    String heading(String plain) {
        return plainNames.entrySet().stream()
                .filter(column -> column.getValue().equals(plain))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(plain);
    }

    /** One of the names, for messages. */
    String example() {
        return plainNames.values().stream().findFirst().orElse("email");
    }

    boolean hasHeading(String heading) {
        return headings.contains(heading);
    }

    /** What to say of a name that no column has. */
    Reason unknown(String name) {
        List<String> columns = List.copyOf(plainNames.values());
        String nearest = nearest(name);
        return nearest == null
                ? TemplateReason.COLUMN.of(name, columns)
                : TemplateReason.COLUMN_MEANT.of(name, columns, nearest);
    }

    private @Nullable String nearest(String name) {
        String plain = ColumnNames.plain(name);
        return SAME.stream()
                .filter(same -> same.contains(plain))
                .flatMap(List::stream)
                .filter(plainNames.values()::contains)
                .findFirst()
                .orElseGet(() -> nearest(plain, plainNames.values()));
    }

    /** The nearest of some words to an unknown one; null where none is near. */
    static @Nullable String nearest(String word, Iterable<String> words) {
        String best = null;
        int bestDistance = Math.max(1, word.length() / 3) + 1;
        for (String candidate : words) {
            int distance = distance(word.toLowerCase(Locale.ROOT), candidate);
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best;
    }

    /** Levenshtein, with a swap of neighbours counted as one slip. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + cost);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
