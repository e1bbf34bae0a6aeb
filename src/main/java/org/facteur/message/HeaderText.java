package org.facteur.message;

import jakarta.mail.internet.MimeUtility;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.facteur.message.template.SingleLine;

/** Text of any origin made safe for a header field: no control characters, ASCII only, lines of at most 76 characters. */
public final class HeaderText {

    /** Of a line that holds an encoded word (RFC 2047, 2); the others keep to it as well. */
    static final int LINE = 76;

    private static final Pattern ATOMS = Pattern.compile("[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]*");
    private static final String OPENING = "=?UTF-8?Q?";
    private static final String CLOSING = "?=";
    /** One that is longer leaves no place to fold, or a line of nothing but spaces. */
    private static final int LONGEST_WORD = 60;

    private HeaderText() {}

    /** For Subject and its like (RFC 5322 unstructured). {@code used} is the length of the name, colon and space before it. */
    static String unstructured(String text, int used) {
        String clean = SingleLine.of(text);
        return isPlain(clean) ? MimeUtility.fold(used, clean) : encodedWords(clean, used);
    }

    /**
     * For a display name (RFC 5322 phrase): as it stands, quoted or as encoded words.
     *
     * @param used length of what stands before it on its line
     */
    static String phrase(String text, int used) {
        String clean = SingleLine.of(text);
        if (!isPlain(clean)) {
            return encodedWords(clean, used);
        }
        return MimeUtility.fold(
                used,
                ATOMS.matcher(clean).matches()
                        ? clean
                        : '"' + clean.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
    }

    /** Not plain: what needs encoding, what would pass for an encoded word, and words or gaps too long to fold. */
    private static boolean isPlain(String text) {
        int word = 0;
        int gap = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            word = c == ' ' ? 0 : word + 1;
            gap = c == ' ' ? gap + 1 : 0;
            // Folding may leave out one of several spaces, so that only a lone one is sure to be read back.
            if (c < ' ' || c > '~' || word > LONGEST_WORD || (gap > 1 && text.length() > LONGEST_WORD)) {
                return false;
            }
        }
        // Readers take a backslash before a fold for an escaped line break.
        return !text.contains("=?") && !text.contains("\\ ");
    }

    /** RFC 2047 "Q", in the narrow form that is allowed everywhere; no character is split between two words. */
    private static String encodedWords(String text, int used) {
        StringBuilder out = new StringBuilder(OPENING);
        int[] column = {used + OPENING.length()};
        text.codePoints().forEach(codePoint -> {
            String encoded = encoded(codePoint);
            if (column[0] + encoded.length() + CLOSING.length() > LINE) {
                out.append(CLOSING).append("\r\n ").append(OPENING);
                column[0] = 1 + OPENING.length();
            }
            out.append(encoded);
            column[0] += encoded.length();
        });
        return out.append(CLOSING).toString();
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
