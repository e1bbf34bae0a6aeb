package org.facteur.check.mailing;

import java.util.Locale;
import org.facteur.check.ExportRules;
import org.facteur.contact.Contact;
import org.facteur.message.MergedLetter;

/**
 * Whether a letter may hold what no other does, so that all rules are to look at it. It is asked of each letter, so it looks at characters:
 * with regular expressions it took a third of the walk.
 */
final class Oddness {

    /** Beside letters and digits, what a name, an address or a date is written with. */
    private static final String PLAIN = "@_'’.,:/+() -";

    /** Letters by which UTF-8 shows that was read as something else. */
    private static final String MISREAD = "ÃãÂâÅåÐðŒœ";

    private static final int SHOUT = 15;

    private Oddness() {}

    static boolean of(MergedLetter letter) {
        return isOddText(letter.subject())
                || (letter.html() != null && isOddText(letter.html()))
                || (letter.text() != null && isOddText(letter.text()));
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
                || ExportRules.isNoValue(cell)
                || cell.regionMatches(true, 0, "http:", 0, 5)
                || cell.regionMatches(true, 0, "https:", 0, 6)
                || (cell.length() >= SHOUT && cell.equals(cell.toUpperCase(Locale.ROOT)));
    }
}
