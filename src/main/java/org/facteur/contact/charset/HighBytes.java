package org.facteur.contact.charset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What of a file its charset decides: the pieces of text with bytes beyond ASCII in them, each once; and the countries that its
 * addresses are of. Constant memory.
 */
final class HighBytes {

    // Of these many, each more would tell no more.
    private static final int MOST = 300;
    private static final int LONGEST = 400;

    /**
     * @param bytes between two delimiters or spaces
     * @param line where it stands first, 1 for the first of the file
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Piece(byte[] bytes, long line) {}

    private final Map<String, Piece> pieces = new LinkedHashMap<>();
    private final Map<String, Integer> countries = new HashMap<>();
    private final byte[] current = new byte[LONGEST];
    private int length;
    private boolean high;
    private long line = 1;
    private long ascii;
    private long others;

    private HighBytes() {}

    static HighBytes of(Path file) throws IOException {
        HighBytes found = new HighBytes();
        byte[] buffer = new byte[64 * 1024];
        int last = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                for (int i = 0; i < count; i++) {
                    found.take(buffer[i] & 0xFF, last);
                    last = buffer[i] & 0xFF;
                }
            }
        }
        found.endPiece();
        return found;
    }

    List<Piece> pieces() {
        return new ArrayList<>(pieces.values());
    }

    /** How many addresses end in which country's domain, such as {@code fr}. */
    Map<String, Integer> countries() {
        return countries;
    }

    // A character of two bytes may have any byte from 0x30 on for its second, but none of these.
    private void take(int b, int last) {
        if (b <= ' ' || b == ',' || b == ';' || b == '"') {
            endPiece();
            line += b == '\r' || (b == '\n' && last != '\r') ? 1 : 0;
            return;
        }
        high |= b > 0x7F;
        if (length < LONGEST) {
            current[length] = (byte) b;
        }
        length++;
    }

    /** Whether most of the text is in ASCII letters. */
    boolean isMostlyAscii() {
        return ascii > 3 * others;
    }

    private void endPiece() {
        if (high) {
            others++;
        } else if (length > 0 && isLetter(current[0]) && !hasAt()) {
            ascii++;
        }
        if (high && length <= LONGEST && pieces.size() < MOST) {
            String key = new String(current, 0, length, StandardCharsets.ISO_8859_1);
            pieces.computeIfAbsent(key, bytes -> new Piece(bytes.getBytes(StandardCharsets.ISO_8859_1), line));
        } else if (!high && length > 6 && length <= LONGEST) {
            countCountry();
        }
        length = 0;
        high = false;
    }

    private void countCountry() {
        boolean country = current[length - 3] == '.' && isLetter(current[length - 2]) && isLetter(current[length - 1]);
        if (country && hasAt()) {
            String name = new String(current, length - 2, 2, StandardCharsets.US_ASCII);
            countries.merge(name.toLowerCase(Locale.ROOT), 1, Integer::sum);
        }
    }

    private boolean hasAt() {
        for (int i = 1; i < Math.min(length, LONGEST); i++) {
            if (current[i] == '@') {
                return true;
            }
        }
        return false;
    }

    private static boolean isLetter(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
    }
}
