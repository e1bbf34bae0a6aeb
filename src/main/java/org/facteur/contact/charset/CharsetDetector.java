package org.facteur.contact.charset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.facteur.contact.charset.Detection.Refusal;
import org.facteur.contact.charset.Detection.Text;
import org.facteur.contact.charset.Detection.Why;
import org.jspecify.annotations.Nullable;

/**
 * Which charset a file is written in: by its byte order mark, by the NULs that UTF-16 leaves between ASCII letters, by how it
 * switches from one alphabet to another, by being UTF-8 to its last byte, else by what its other bytes look like. Reads the whole file,
 * since the first accent may stand anywhere, in constant memory.
 */
public final class CharsetDetector {

    private static final int SAMPLE = 64 * 1024;

    private static final Charset UTF_32LE = Charset.forName("UTF-32LE");
    private static final Charset UTF_32BE = Charset.forName("UTF-32BE");

    private static final List<Charset> SWITCHING = Stream.of("ISO-2022-JP", "ISO-2022-KR", "ISO-2022-CN")
            .filter(Charset::isSupported)
            .map(Charset::forName)
            .toList();

    /** Two bytes of another charset are a character of UTF-8 by chance; so many pairs are not. */
    private static final int FEW = 4;

    private final Path file;
    private final byte[] head;

    private CharsetDetector(Path file, byte[] head) {
        this.file = file;
        this.head = head;
    }

    /**
     * @param said what it is to be read by; null: to be found
     * @param expected the mailing's language, whose names are likelier than others; null: not known
     */
    public static Detection detect(Path file, @Nullable Charset said, @Nullable Locale expected) throws IOException {
        CharsetDetector detector = new CharsetDetector(file, head(file));
        return said == null ? detector.detect(expected) : detector.verify(said);
    }

    private static byte[] head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(SAMPLE);
        }
    }

    private Detection detect(@Nullable Locale expected) throws IOException {
        @Nullable Charset unicode = byMark();
        if (unicode == null) {
            unicode = byNuls();
        }
        if (unicode != null) {
            return verify(unicode);
        }
        Decoding utf8 = Decoding.of(file, StandardCharsets.UTF_8, 0);
        if (utf8.firstNulLine() > 0) {
            return Refusal.of(Why.NUL, utf8.firstNulLine());
        }
        @Nullable Charset escaped = utf8.malformed() == 0 && utf8.isEscaping() ? byEscapes() : null;
        if (escaped != null) {
            return new Text(escaped, 0);
        }
        if (utf8.malformed() == 0 && (utf8.nonAscii() == 0 || utf8.nonAscii() > FEW)) {
            return new Text(StandardCharsets.UTF_8, 0);
        }
        LegacyCharset legacy = LegacyCharset.of(file, expected);
        if (utf8.malformed() == 0) {
            @Nullable Refusal chance = legacy.chance();
            return chance == null ? new Text(StandardCharsets.UTF_8, 0) : chance;
        }
        // Two charsets were put into one file, and reading it by either would spoil the letters of the other.
        if ((utf8.nonAscii() > utf8.malformed() && utf8.nonAscii() > FEW) || legacy.isPartlyUtf8()) {
            return malformed(utf8, StandardCharsets.UTF_8);
        }
        return legacy.detection();
    }

    /** Of those that switch between alphabets, the one whose sequences they all are. */
    private @Nullable Charset byEscapes() throws IOException {
        for (Charset charset : SWITCHING) {
            Decoding decoding = Decoding.of(file, charset, 0);
            if (decoding.malformed() == 0 && decoding.nonAscii() > 0) {
                return charset;
            }
        }
        return null;
    }

    private Detection verify(Charset charset) throws IOException {
        boolean anyOrder = charset.equals(StandardCharsets.UTF_16);
        @Nullable Charset marked = byMark();
        Charset read = anyOrder ? inOrder(marked) : charset;
        int mark = read.equals(marked) ? "\uFEFF".getBytes(read).length : 0;
        Decoding decoding = Decoding.of(file, read, mark);
        if (decoding.malformed() > 0) {
            return malformed(decoding, read);
        }
        return decoding.firstNulLine() > 0 ? Refusal.of(Why.NUL, decoding.firstNulLine()) : new Text(read, mark);
    }

    /** "UTF-16" leaves open which byte comes first: what the text says, else the big end (RFC 2781, 4.3). */
    private Charset inOrder(@Nullable Charset marked) {
        @Nullable Charset order = marked == null || marked.equals(StandardCharsets.UTF_8) ? byNuls() : marked;
        return order == null ? StandardCharsets.UTF_16BE : order;
    }

    private static Refusal malformed(Decoding decoding, Charset charset) {
        return Refusal.of(Why.MALFORMED, decoding.firstMalformedLine(), CharsetNames.name(charset));
    }

    private @Nullable Charset byMark() {
        if (startsWith(0xEF, 0xBB, 0xBF)) {
            return StandardCharsets.UTF_8;
        }
        if (startsWith(0xFF, 0xFE, 0, 0)) {
            return UTF_32LE;
        }
        if (startsWith(0, 0, 0xFE, 0xFF)) {
            return UTF_32BE;
        }
        if (startsWith(0xFF, 0xFE)) {
            return StandardCharsets.UTF_16LE;
        }
        return startsWith(0xFE, 0xFF) ? StandardCharsets.UTF_16BE : null;
    }

    private @Nullable Charset byNuls() {
        int even = 0;
        int odd = 0;
        for (int i = 0; i < head.length; i++) {
            if (head[i] == 0) {
                if (i % 2 == 0) {
                    even++;
                } else {
                    odd++;
                }
            }
        }
        // Delimiters and line ends are ASCII in any language: an eighth of the characters is more than enough of them.
        int enough = Math.max(1, head.length / 16);
        if (odd >= enough && even * 8 < odd) {
            return StandardCharsets.UTF_16LE;
        }
        return even >= enough && odd * 8 < even ? StandardCharsets.UTF_16BE : null;
    }

    private boolean startsWith(int... bytes) {
        if (head.length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((head[i] & 0xFF) != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
