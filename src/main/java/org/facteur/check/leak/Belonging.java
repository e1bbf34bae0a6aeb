package org.facteur.check.leak;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What kind of value it is that belongs to somebody. */
enum Belonging {
    /** An address or a telephone number: of one person, though others may be told it. */
    REACH,
    /** A number, a code, a link of one's own: nobody else's business. */
    CODE,
    /** A first name and a name: others may well be called so. */
    NAME;

    private static final Pattern ADDRESS = Pattern.compile("[^\\s@<>]+@[^\\s@<>]+\\.[^\\s@<>]+");
    private static final Pattern PHONE = Pattern.compile("(?:\\+|0)[\\d ().\\-/]{8,24}");
    private static final Pattern DATE = Pattern.compile("\\d{1,4}[./-]\\d{1,2}[./-]\\d{1,4}");
    private static final Pattern NUMBER = Pattern.compile("\\d{7,}");
    private static final Pattern MIXED = Pattern.compile("(?=.*\\d)(?=.*\\p{L})[\\p{L}\\d_-]{6,}");
    private static final Pattern LINK = Pattern.compile("(?i)https?://\\S{12,}");
    private static final Pattern NAMES = Pattern.compile("\\p{L}[\\p{L}'’.-]*(?: \\p{L}[\\p{L}'’.-]*){1,3}");

    /** Null where it tells nobody from others. */
    static @Nullable Belonging of(String value) {
        if (value.length() < 5 || DATE.matcher(value).matches()) {
            return null;
        }
        if (ADDRESS.matcher(value).matches()) {
            return REACH;
        }
        if (PHONE.matcher(value).matches()
                && value.chars().filter(Character::isDigit).count() >= 9) {
            return REACH;
        }
        if (NUMBER.matcher(value).matches()
                || MIXED.matcher(value).matches()
                || LINK.matcher(value).matches()) {
            return CODE;
        }
        return value.length() >= 8 && NAMES.matcher(value).matches() ? NAME : null;
    }

    /** Whether it may be one half of a name: words without digits. */
    static boolean isName(String value) {
        return value.length() >= 2
                && value.length() <= 40
                && value.chars().noneMatch(Character::isDigit)
                && value.chars().anyMatch(Character::isLetter)
                && value.indexOf('@') < 0;
    }
}
