package org.facteur.check;

import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.facteur.contact.Contact;

/** What databases, spreadsheets and web pages leave in a contacts file, and a template then prints. */
public final class ExportRules {

    /** Whole cells, in lower case: no value of databases and programs, and errors of Excel and LibreOffice in some languages. */
    private static final Set<String> NO_VALUE = Set.of(
            "null",
            "(null)",
            "[null]",
            "<null>",
            "\\n",
            "nil",
            "none",
            "nan",
            "nat",
            "undefined",
            "n/a",
            "#n/a",
            "#n/d",
            "#nv",
            "#name?",
            "#nom?",
            "#ref!",
            "#bezug!",
            "#value!",
            "#valeur!",
            "#wert!",
            "#null!",
            "#nul!",
            "#num!",
            "#nombre!",
            "#zahl!",
            "#div/0!",
            "#getting_data",
            "#spill!",
            "[object object]");

    /** What a spreadsheet shows for an error in any language, for what its column is too narrow for, and for a long number. */
    private static final Pattern NO_CELL =
            Pattern.compile("#[¡¿]?[\\p{Lu}\\p{M}/0]+[!?]|#{3,}|Err:\\d{3}|\\d[.,]\\d+E\\+\\d{2}");

    /** Characters as HTML writes them: in a text that is no HTML any more nobody means them. */
    private static final Pattern ENTITY = Pattern.compile(
            "&(?:#\\d{2,6}|#[xX][0-9a-fA-F]{2,5}|amp|lt|gt|quot|apos|nbsp|rsquo|lsquo|[rl]aquo|hellip|[mn]dash|szlig"
                    + "|[a-zA-Z](?:acute|grave|circ|uml|tilde|cedil|caron|ring|slash)|[ao]elig|AElig|OElig);");

    /** A name whose accents were lost on the way: {@code H?l?ne}, {@code ?lodie}. */
    private static final Pattern LOST_ACCENT =
            Pattern.compile("(?:[\\p{L} .'’-]*\\p{L}|(?:[\\p{L}.'’-]+[ -])?)\\?+\\p{L}[\\p{L} .'’?-]*");

    private ExportRules() {}

    /** @param found is told what was found, once a value */
    static void check(String text, Contact contact, BiConsumer<LetterRule, String> found) {
        Matcher entity = ENTITY.matcher(text);
        if (entity.find()) {
            found.accept(LetterRule.LEFT_BY_EXPORT, entity.group());
        }
        lostAccents(text, contact, found);
        contact.values().values().stream()
                .map(String::strip)
                .filter(value -> isNoValue(value) || NO_CELL.matcher(value).matches())
                .distinct()
                .filter(value -> isPrinted(value, text))
                .forEach(value -> found.accept(LetterRule.LEFT_BY_EXPORT, value));
    }

    /** Whether the cell is a word that stands for nothing, such as {@code NULL}. */
    public static boolean isNoValue(String cell) {
        return NO_VALUE.contains(cell.toLowerCase(Locale.ROOT));
    }

    private static void lostAccents(String text, Contact contact, BiConsumer<LetterRule, String> found) {
        contact.values().values().stream()
                .filter(value -> LOST_ACCENT.matcher(value).matches() && text.contains(value))
                .distinct()
                .forEach(value -> found.accept(LetterRule.MOJIBAKE, value));
    }

    /** As a word of its own: a cell that says None does not speak of nonetheless. */
    private static boolean isPrinted(String value, String text) {
        return Pattern.compile(
                        "(?<![\\p{L}\\p{N}])" + Pattern.quote(value) + "(?![\\p{L}\\p{N}])", Pattern.CASE_INSENSITIVE)
                .matcher(text)
                .find();
    }
}
