package org.facteur.message;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuotedPrintableTest {

    @Test
    void every_text_comes_back_with_crlf_line_ends() throws Exception {
        Random random = new Random(3);
        String[] bits = {"a", "é", "=", " ", "\t", "\n", "\r\n", ".", "From ", "🎆", "mot"};
        for (int i = 0; i < 2000; i++) {
            String text = random.ints(random.nextInt(200), 0, bits.length)
                    .mapToObj(n -> bits[n])
                    .reduce("", String::concat);

            String encoded = ascii(text);

            assertThat(encoded.split("\r\n")).allMatch(line -> line.length() <= 76 && !line.endsWith(" "));
            // LetterOutput relies on it.
            assertThat(encoded).doesNotStartWith(".").doesNotContain("\n.");
            assertThat(encoded.replace("\r\n", "")).doesNotContain("\r", "\n");
            assertThat(encoded).matches("[\\t\\r\\n -~]*");
            assertThat(decode(encoded)).isEqualTo(text.replace("\r\n", "\n").replace("\n", "\r\n"));
        }
    }

    @Test
    void what_transports_rewrite_at_the_start_of_a_line_is_encoded() {
        assertThat(ascii(".\nFrom me\na.")).isEqualTo("=2E\r\n=46rom me\r\na.");
    }

    @Test
    void white_space_at_the_end_of_a_line_is_encoded() {
        assertThat(ascii("a \nb\t")).isEqualTo("a=20\r\nb=09");
    }

    private static String ascii(String text) {
        return new String(QuotedPrintable.encode(text), StandardCharsets.ISO_8859_1);
    }

    private static String decode(String encoded) throws Exception {
        var in = new ByteArrayInputStream(encoded.getBytes(StandardCharsets.US_ASCII));
        return new String(MimeUtility.decode(in, "quoted-printable").readAllBytes(), StandardCharsets.UTF_8);
    }
}
