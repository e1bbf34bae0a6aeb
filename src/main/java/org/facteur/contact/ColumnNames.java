package org.facteur.contact;

import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Column headings as template variables: as they stand ({@code contact['Prénom']}) and as plain names ({@code prenom}). */
public final class ColumnNames {

    private ColumnNames() {}

    /**
     * {@code "Prénom usuel"} becomes {@code prenom_usuel}; {@code "Cœur"} becomes {@code coeur}, {@code "Größe"} becomes {@code grosse};
     * letters of other alphabets stay, in lower case.
     */
    public static String plain(String heading) {
        String plain = Normalizer.normalize(spelt(heading.strip().toLowerCase(Locale.ROOT)), Normalizer.Form.NFD)
                .replaceAll("(?<=\\p{IsLatin})\\p{M}+", "");
        plain = Normalizer.normalize(plain, Normalizer.Form.NFC)
                .replaceAll("[^\\p{L}\\p{M}\\p{Nd}]+", "_")
                .replaceAll("^_+|_+$", "");
        return plain.isEmpty() || Character.isDigit(plain.charAt(0)) ? "_" + plain : plain;
    }

    /** Letters that Unicode does not take apart. */
    private static String spelt(String text) {
        return text.replace("œ", "oe")
                .replace("æ", "ae")
                .replace("ß", "ss")
                .replace("ø", "o")
                .replace("ł", "l")
                .replace("đ", "d")
                .replace("ð", "d")
                .replace("þ", "th")
                .replace("ı", "i");
    }

    /** What a template sees: each plain name, and {@code contact} with the headings as they stand. */
    public static Map<String, Object> variables(Contact contact) {
        Map<String, Object> variables = new LinkedHashMap<>();
        contact.values().forEach((heading, value) -> variables.putIfAbsent(plain(heading), value));
        variables.put("contact", contact.values());
        return variables;
    }
}
