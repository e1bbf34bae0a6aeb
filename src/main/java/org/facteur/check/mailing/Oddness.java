package org.facteur.check.mailing;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.facteur.contact.Contact;
import org.facteur.message.MergedLetter;

/** Whether a letter may hold what no other does, so that all rules are to look at it. Asked of each one: by hand, where patterns take a third of the walk. */
final class Oddness {

    /** Beside letters and digits, what a name, an address or a date is written with. */
    private static final String PLAIN = "@_'’.,:/+() -";

    /** Letters by which UTF-8 shows that was read as something else. */
    private static final String MISREAD = "ÃãÂâÅåÐðŒœ";

    /** What exports write where there is nothing. */
    private static final Set<String> NOTHING = Set.of("null", "nil", "none", "nan", "nat", "undefined", "n/a");

    private static final int LONGEST_NOTHING = 9;

    private static final int SHOUT = 15;

    private Oddness() {}

    static boolean of(MergedLetter letter) {
        return isOddText(letter.subject())
                || isOddText(Objects.requireNonNullElse(letter.html(), ""))
                || isOddText(Objects.requireNonNullElse(letter.text(), ""));
    }

    static boolean of(Contact contact) {
        for (String cell : contact.values().values()) {
            if (isOddCell(cell)) {
                return true;
            }
        }
        return false;
    }

    /** Something of a template that was not merged, or a character that was lost. */
    private static boolean isOddText(String text) {
        for (int brace = text.indexOf('{'); brace >= 0; brace = text.indexOf('{', brace + 1)) {
            if (text.startsWith("{", brace + 1) || text.startsWith("%", brace + 1)) {
                return true;
            }
        }
        return text.indexOf('\uFFFD') >= 0;
    }

    private static boolean isOddCell(String cell) {
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if (Character.isLetterOrDigit(c) ? c > 0x7F && MISREAD.indexOf(c) >= 0 : PLAIN.indexOf(c) < 0) {
                return true;
            }
        }
        return cell.isEmpty()
                || (cell.length() <= LONGEST_NOTHING && NOTHING.contains(cell.toLowerCase(Locale.ROOT)))
                || cell.regionMatches(true, 0, "http:", 0, 5)
                || cell.regionMatches(true, 0, "https:", 0, 6)
                || (cell.length() >= SHOUT && cell.equals(cell.toUpperCase(Locale.ROOT)));
    }
}
