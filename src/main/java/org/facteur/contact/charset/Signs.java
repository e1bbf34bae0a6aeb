package org.facteur.contact.charset;

import java.lang.Character.UnicodeScript;
import java.nio.charset.Charset;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.Set;

/** What may be expected of a language's signs before any of its words was seen. */
final class Signs {

    // The national standards put the signs of daily use before the rare ones.
    private static final BitSet SIMPLIFIED = range("GB2312", 0xB0A1, 0xD7F9);
    private static final BitSet TRADITIONAL = range("Big5", 0xA440, 0xC67E);
    private static final BitSet KANJI = range("EUC-JP", 0xB0A1, 0xCFD3);
    private static final BitSet HANGUL = range("EUC-KR", 0xB0A1, 0xC8FE);

    private static final double RARE = 1e-6;

    private final Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
    private final BitSet common;

    /**
     * @param tag of the language, RFC 5646
     */
    Signs(String tag) {
        this.common = switch (tag) {
            case "ja" -> KANJI;
            case "ko" -> HANGUL;
            case "zh-TW" -> TRADITIONAL;
            default -> SIMPLIFIED;
        };
    }

    void learn(int c) {
        scripts.add(UnicodeScript.of(c));
    }

    /** Whether the language has thousands of signs, of which any list of words has a part. */
    boolean areMany() {
        return scripts.contains(UnicodeScript.HAN) || scripts.contains(UnicodeScript.HANGUL);
    }

    /** Of the signs that none of the language's words had, the share of this one; 0 where the language is not written so. */
    double share(int c) {
        UnicodeScript script = UnicodeScript.of(c);
        if (!scripts.contains(script)) {
            return script == UnicodeScript.COMMON || script == UnicodeScript.INHERITED ? RARE : 0;
        }
        return switch (script) {
            case HAN, HANGUL -> common.get(c) ? 1.0 / common.cardinality() : RARE;
            default -> 1 / 200.0;
        };
    }

    private static BitSet range(String name, int from, int to) {
        Charset charset = Charset.forName(name);
        BitSet signs = new BitSet();
        for (int code = from; code <= to; code++) {
            String sign = new String(new byte[] {(byte) (code >> 8), (byte) code}, charset);
            if (sign.length() == 1 && sign.charAt(0) != '\uFFFD' && sign.charAt(0) > 0x7F) {
                signs.set(sign.charAt(0));
            }
        }
        return signs;
    }
}
