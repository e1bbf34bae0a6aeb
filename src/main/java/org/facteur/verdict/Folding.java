package org.facteur.verdict;

import java.text.Normalizer;
import java.util.Locale;

/** Text as rules compare it: lower case, no accents, plain quotes, one space where there was any white space. */
final class Folding {

    /** No server says anything new after this; an endless text must not cost endless time. */
    private static final int LONGEST = 4_000;

    private Folding() {}

    static String fold(String text) {
        String plain = withoutAccents(text.length() > LONGEST ? text.substring(0, LONGEST) : text);
        StringBuilder folded = new StringBuilder(plain.length());
        boolean gap = true;
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            boolean white = c <= ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c);
            if (white && !gap) {
                folded.append(' ');
            } else if (!white) {
                folded.append(c == '’' || c == '‘' || c == '`' ? '\'' : c);
            }
            gap = white;
        }
        return folded.toString().toLowerCase(Locale.ROOT);
    }

    /** Keeps upper and lower case: in a pattern, {@code \S} is not {@code \s}. */
    static String withoutAccents(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7f) {
                return Normalizer.normalize(text, Normalizer.Form.NFD)
                        .replaceAll("\\p{M}+", "")
                        .replace("ß", "ss");
            }
        }
        return text;
    }
}
