package org.facteur.contact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.mozilla.universalchardet.UniversalDetector;

/**
 * The charset of text that is no Unicode. In Western text the bytes beyond ASCII stand alone between letters; detectors that
 * go by frequencies take a handful of them for Hebrew or Thai, and are asked only about text where they come in runs.
 */
final class LegacyCharset {

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    private static final Charset MACINTOSH = Charset.forName("x-MacRoman");
    private static final Charset LATIN_9 = Charset.forName("ISO-8859-15");

    private static final String NOT_IN_WINDOWS_1252 = "\u0081\u008D\u008F\u0090\u009D";
    // Without 0xB4, which is an apostrophe to many who write on Windows: l´école.
    private static final String LATIN_9_LETTERS = "\u00A6\u00A8\u00B8\u00BC\u00BD\u00BE";
    private static final int EURO_IN_LATIN_9 = 0xA4;

    // Enough for the detector; it wants the bytes in question, not megabytes of ASCII before them.
    private static final int FED_AT_MOST = 256 * 1024;

    private final byte[] fed = new byte[FED_AT_MOST];
    private int fedLength;
    private long runs;
    private long high;
    private long controls;
    private long undefined;
    private long latin9;

    private LegacyCharset() {}

    static Charset of(Path file) throws IOException {
        LegacyCharset seen = new LegacyCharset();
        try (InputStream in = Files.newInputStream(file)) {
            seen.look(in);
        }
        @Nullable Charset other = seen.isWestern() ? null : seen.detected();
        if (other != null && Decoding.of(file, other, 0).malformed() == 0) {
            return other;
        }
        return seen.western();
    }

    private void look(InputStream in) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        int before = 0;
        int current = 0;
        for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
            for (int i = 0; i < length; i++) {
                int next = buffer[i] & 0xFF;
                if ((before | current | next) > 0x7F) {
                    note(before, current, next);
                }
                before = current;
                current = next;
            }
        }
        note(before, current, 0);
    }

    private void note(int before, int current, int next) {
        feed(current);
        if (current <= 0x7F) {
            return;
        }
        high++;
        if (before <= 0x7F) {
            runs++;
        }
        if (current < 0xA0) {
            controls++;
        }
        if (NOT_IN_WINDOWS_1252.indexOf(current) >= 0) {
            undefined++;
        }
        if (current == EURO_IN_LATIN_9 || (isInWord(before, next) && LATIN_9_LETTERS.indexOf(current) >= 0)) {
            latin9++;
        }
    }

    private static boolean isInWord(int before, int next) {
        return isLetter(before) || (isLetter(next) && !Character.isDigit(before));
    }

    private static boolean isLetter(int b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
    }

    private void feed(int b) {
        if (fedLength < fed.length) {
            fed[fedLength++] = (byte) b;
        }
    }

    private boolean isWestern() {
        return high * 2 < runs * 3;
    }

    private @Nullable Charset detected() {
        UniversalDetector detector = new UniversalDetector();
        detector.handleData(fed, 0, fedLength);
        detector.dataEnd();
        @Nullable String name = detector.getDetectedCharset();
        if (name == null || name.equals(StandardCharsets.UTF_8.name())) {
            return null;
        }
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknownToTheJdk) {
            return null;
        }
    }

    /** What old spreadsheets save: on a Mac, with the euro and the ligatures of Latin 9, or on Windows. */
    private Charset western() {
        if (undefined > 0) {
            return MACINTOSH;
        }
        return controls == 0 && latin9 > 0 ? LATIN_9 : WINDOWS_1252;
    }
}
