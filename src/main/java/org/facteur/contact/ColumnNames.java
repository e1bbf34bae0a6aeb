package org.facteur.contact;

import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Column headings as template variables: as they stand ({@code contact['Prénom']}) and as plain names ({@code prenom}). */
public final class ColumnNames {

    private ColumnNames() {}

    /** {@code "Prénom usuel"} becomes {@code prenom_usuel}; {@code "Cœur"} becomes {@code coeur}. */
    public static String plain(String heading) {
        String plain = Normalizer.normalize(
                        heading.strip().replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae"), Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("^_+|_+$", "");
        return plain.isEmpty() || Character.isDigit(plain.charAt(0)) ? "_" + plain : plain;
    }

    /** What a template sees: each plain name, and {@code contact} with the headings as they stand. */
    public static Map<String, Object> variables(Contact contact) {
        Map<String, Object> variables = new LinkedHashMap<>();
        contact.values().forEach((heading, value) -> variables.putIfAbsent(plain(heading), value));
        variables.put("contact", contact.values());
        return variables;
    }
}
