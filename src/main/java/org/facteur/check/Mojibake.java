package org.facteur.check;

import java.lang.Character.UnicodeScript;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether characters are the bytes of UTF-8, each taken for one of another charset: {@code HÃ©lÃ¨ne}, {@code РњР°СЂРёСЏ}. The text is read back
 * in each charset that programs take where they are told none.
 */
final class Mojibake {

    /** Of Windows in the West and in Central Europe, of old Macs, of DOS: one Western letter is enough. */
    private static final List<Charset> WESTERN =
            charsets("windows-1252", "windows-1250", "x-MacRoman", "IBM850", "IBM437");

    /** Of Windows elsewhere: there one letter may come about by chance. */
    private static final List<Charset> OTHERS =
            charsets("windows-1251", "windows-1253", "windows-1254", "windows-1257");

    /** Characters of two bytes, which come about by chance more often: 谢谢小 would pass for three Cyrillic letters. */
    private static final List<Charset> EAST_ASIAN = charsets("windows-31j", "GBK");

    /** Rightly written so in Romanian ({@code Ăştia}, {@code „ACASĂ”}), in Slovak ({@code PÄŤ, DĹŽKA}), in German and Swedish ({@code »öfter«}). */
    private static final Pattern RIGHT = Pattern.compile("[ĂÂ][şŞ]|Ă[“”’…»\\u00A0]|ÄŤ|ĹŽ|»ö");

    private Mojibake() {}

    private static List<Charset> charsets(String... names) {
        return Stream.of(names).map(Charset::forName).toList();
    }

    /**
     * @param run of characters beyond ASCII
     */
    static boolean isIn(String run) {
        String suspect = RIGHT.matcher(run).replaceAll(" ");
        return WESTERN.stream().anyMatch(charset -> isIn(suspect, charset, true, 4))
                || OTHERS.stream().anyMatch(charset -> isIn(run, charset, false, 4))
                || EAST_ASIAN.stream().anyMatch(charset -> isIn(run, charset, false, 9));
    }

    /**
     * @param western whether one Western letter is enough
     * @param enough bytes in a row that are letters of another script
     */
    private static boolean isIn(String run, Charset charset, boolean western, int enough) {
        byte[] bytes = run.getBytes(charset);
        Optional<UnicodeScript> last = Optional.empty();
        int inARow = 0;
        for (int at = 0; at < bytes.length; ) {
            int c = decoded(bytes, at);
            if (western && isWestern(c)) {
                return true;
            }
            int length = c < 0 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            Optional<UnicodeScript> script = script(c);
            inARow = script.isEmpty() ? 0 : script.equals(last) ? inARow + length : length;
            if (inARow >= enough) {
                return true;
            }
            last = script;
            at += length;
        }
        return false;
    }

    /** The character beyond ASCII whose UTF-8 begins there; -1: none does. */
    private static int decoded(byte[] bytes, int at) {
        int first = bytes[at] & 0xFF;
        int length = first >= 0xF0 && first < 0xF5 ? 4 : first >= 0xE0 && first < 0xF0 ? 3 : first >= 0xC2 ? 2 : 0;
        if (length == 0 || first >= 0xF5 || at + length > bytes.length) {
            return -1;
        }
        int c = first & (0x7F >> length);
        for (int i = 1; i < length; i++) {
            int next = bytes[at + i] & 0xFF;
            if (next >> 6 != 2) {
                return -1;
            }
            c = (c << 6) | (next & 0x3F);
        }
        boolean shortest = c >= (length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000);
        return shortest ? c : -1;
    }

    /** What Western texts hold; "É»" would pass for a letter of Phonetics if everything counted that can be decoded. */
    private static boolean isWestern(int c) {
        return (c >= 0xA0 && c <= 0x17F)
                || (c >= 0x218 && c <= 0x21B)
                || (c >= 0x2010 && c <= 0x203A)
                || c == 0x20AC
                || (c >= 0x1F300 && c <= 0x1FAFF);
    }

    /** Whose letter it is, if it is one that people write today. */
    private static Optional<UnicodeScript> script(int c) {
        if (c < 0 || !Character.isLetter(c)) {
            return Optional.empty();
        }
        UnicodeScript script = UnicodeScript.of(c);
        return switch (script) {
            case HIRAGANA, KATAKANA -> Optional.of(UnicodeScript.HAN);
            case HAN, HANGUL, THAI -> Optional.of(script);
            case CYRILLIC -> Optional.of(script).filter(letter -> c < 0x460);
            case GREEK -> Optional.of(script).filter(letter -> c >= 0x386 && c < 0x3CF);
            case HEBREW -> Optional.of(script).filter(letter -> c >= 0x5D0 && c <= 0x5EA);
            case ARABIC -> Optional.of(script).filter(letter -> c < 0x700);
            case LATIN -> Optional.of(script).filter(letter -> c >= 0x1EA0 && c < 0x1F00);
            default -> Optional.empty();
        };
    }
}
