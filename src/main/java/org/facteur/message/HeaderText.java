package org.facteur.message;

import jakarta.mail.internet.MimeUtility;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Text of any origin made safe for a header field: no control characters, ASCII only, lines below 76 characters. */
public final class HeaderText {

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u0080-\\u009F\\u2028\\u2029]");
    private static final Pattern ATOMS = Pattern.compile("[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]*");
    /** RFC 2047, 2: an encoded word has at most 75 characters, of which {@code =?UTF-8?Q?} and {@code ?=} take 12. */
    private static final int ENCODED_TEXT = 63;

    private HeaderText() {}

    /** Line breaks and other control characters become spaces: nothing that a contact holds begins a header of its own. */
    public static String clean(String text) {
        return CONTROL.matcher(text).replaceAll(" ").strip();
    }

    /** For Subject and its like (RFC 5322 unstructured). {@code used} is the length of the name, colon and space before it. */
    static String unstructured(String text, int used) {
        String clean = clean(text);
        return isPlain(clean) ? MimeUtility.fold(used, clean) : encodedWords(clean);
    }

    /** For a display name (RFC 5322 phrase): as it stands, quoted or as encoded words. */
    static String phrase(String text) {
        String clean = clean(text);
        if (!isPlain(clean)) {
            return encodedWords(clean);
        }
        return ATOMS.matcher(clean).matches()
                ? clean
                : '"' + clean.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Not plain: what needs encoding, what would pass for an encoded word, and words too long to fold. */
    private static boolean isPlain(String text) {
        int word = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            word = c == ' ' ? 0 : word + 1;
            if (c < ' ' || c > '~' || word > 60) {
                return false;
            }
        }
        return !text.contains("=?");
    }

    /** RFC 2047 "Q", in the narrow form that is allowed everywhere; no character is split between two words. */
    private static String encodedWords(String text) {
        StringBuilder out = new StringBuilder();
        StringBuilder word = new StringBuilder();
        text.codePoints().forEach(codePoint -> {
            String encoded = encoded(codePoint);
            if (word.length() + encoded.length() > ENCODED_TEXT) {
                append(out, word);
            }
            word.append(encoded);
        });
        append(out, word);
        return out.toString();
    }

    private static void append(StringBuilder out, StringBuilder word) {
        out.append(out.isEmpty() ? "" : "\r\n ")
                .append("=?UTF-8?Q?")
                .append(word)
                .append("?=");
        word.setLength(0);
    }

    private static String encoded(int codePoint) {
        if (codePoint == ' ') {
            return "_";
        }
        boolean bare = codePoint < 0x80 && (Character.isLetterOrDigit(codePoint) || "!*+-/".indexOf(codePoint) >= 0);
        if (bare) {
            return Character.toString(codePoint);
        }
        StringBuilder hex = new StringBuilder();
        for (byte b : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
            hex.append('=').append(QuotedPrintable.HEX.charAt(b >> 4 & 15)).append(QuotedPrintable.HEX.charAt(b & 15));
        }
        return hex.toString();
    }
}
