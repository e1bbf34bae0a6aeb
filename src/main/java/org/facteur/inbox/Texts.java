package org.facteur.inbox;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.facteur.address.EmailAddress;
import org.facteur.reason.InvalidValueException;
import org.jspecify.annotations.Nullable;

/** Text of strangers, made readable. */
final class Texts {

    /** What 8-bit text without a charset is, where it is no UTF-8. */
    static final Charset UNKNOWN = Charset.forName("windows-1252");

    /**
     * Letters and digits beyond ASCII (RFC 6531), of scripts whose words are parted by spaces: in others an address would begin anywhere in a sentence.
     * Within classes of ASCII, which are looked up first: as an alternative of its own it made the search ten times as slow.
     */
    private static final String BEYOND_ASCII = "[[^\\x00-\\x7F]&&[\\p{L}\\p{M}\\p{N}]"
            + "&&[^\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsHangul}\\p{IsThai}\\p{IsLao}\\p{IsKhmer}\\p{IsMyanmar}]]";

    private static final String WORD = "\\p{Alnum}" + BEYOND_ASCII;
    private static final String LOCAL = WORD + "!#$%&'*+/=?^_`{|}~\\-";

    static final Pattern ADDRESS = Pattern.compile(
            "[" + LOCAL + "][" + LOCAL + ".]{0,63}@[" + WORD + "](?:[" + WORD + "._\\-]{0,253}[" + WORD + "])?");

    private static final int LONGEST_LOCAL_PART = 64;
    private static final int LONGEST_DOMAIN = 256;

    private static final Pattern SPACES = Pattern.compile("\\s+");

    /** Latin letters in lower case and without accents. */
    private static final char[] PLAIN = new char[0x250];

    static {
        for (char c = 0; c < PLAIN.length; c++) {
            PLAIN[c] = Character.toLowerCase(
                    Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFD).charAt(0));
        }
        // Letters with a stroke or without their dot are letters of their own to Unicode.
        PLAIN['ı'] = 'i';
        PLAIN['ł'] = PLAIN['Ł'] = 'l';
        PLAIN['ø'] = PLAIN['Ø'] = 'o';
        PLAIN['đ'] = PLAIN['Đ'] = 'd';
    }

    private Texts() {}

    static String decoded(byte[] bytes, @Nullable String charset) {
        if (charset != null && !charset.equalsIgnoreCase("us-ascii")) {
            try {
                return new String(bytes, Charset.forName(charset.strip()));
            } catch (IllegalCharsetNameException | UnsupportedCharsetException guess) {
                // As without one.
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException noUtf8) {
            return new String(bytes, UNKNOWN);
        }
    }

    /** As words are compared: lower case, no accents, plain quotes, single spaces. */
    static String folded(String text) {
        // Half of the time that a message takes went here while it was six regular expressions.
        String letters = isWestern(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFD);
        StringBuilder folded = new StringBuilder(letters.length());
        boolean space = false;
        for (int i = 0; i < letters.length(); i++) {
            char c = letters.charAt(i);
            if (c == ' ' || (c >= '\t' && c <= '\r') || c == '\u00A0') {
                space = true;
                continue;
            }
            if (space && !folded.isEmpty()) {
                folded.append(' ');
            }
            space = false;
            switch (c) {
                case 'ß' -> folded.append("ss");
                case '’', '‘', '`', '´' -> folded.append('\'');
                default -> {
                    if (!isMark(c)) {
                        folded.append(c < PLAIN.length ? PLAIN[c] : Character.toLowerCase(c));
                    }
                }
            }
        }
        return folded.toString();
    }

    private static boolean isWestern(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= PLAIN.length && (c < '\u2000' || c > '\u206F')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isMark(char c) {
        int type = c < 0x300 ? Character.UNASSIGNED : Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    static String oneLine(String text) {
        return SPACES.matcher(text).replaceAll(" ").strip();
    }

    static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    /** Every address in it, in lower case, in order. */
    static List<String> addresses(String text) {
        List<String> found = new ArrayList<>();
        Matcher address = ADDRESS.matcher(Texts.cut(text, 20_000));
        while (address.find()) {
            String one = written(address.group());
            if (!found.contains(one)) {
                found.add(one);
            }
        }
        return found;
    }

    /** As the ledger has it, in lower case: composed letters, and a domain as it stands in DNS. */
    private static String written(String address) {
        String one = address;
        if (address.chars().anyMatch(c -> c > 0x7F)) {
            try {
                one = EmailAddress.of(address).toString();
            } catch (InvalidValueException asItIs) {
                // No address, however much it looks like one.
            }
        }
        return one.toLowerCase(Locale.ROOT);
    }

    /** Whether it names an address besides these, which are in lower case. */
    static boolean holdsOther(String text, Set<String> known) {
        Matcher address = ADDRESS.matcher(text);
        for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
            address.region(Math.max(0, at - LONGEST_LOCAL_PART), Math.min(text.length(), at + LONGEST_DOMAIN));
            if (address.find() && !known.contains(written(address.group()))) {
                return true;
            }
        }
        return false;
    }

    /** The first one, or empty. */
    static String address(String text) {
        int path = text.indexOf('<');
        List<String> inPath = path < 0 ? List.of() : addresses(text.substring(path));
        List<String> any = inPath.isEmpty() ? addresses(text) : inPath;
        return any.isEmpty() ? "" : any.get(0);
    }

    /** Without the lines that quote another message. */
    static String withoutQuotes(String text) {
        return text.lines().filter(line -> !line.stripLeading().startsWith(">")).collect(Collectors.joining("\n"));
    }
}
