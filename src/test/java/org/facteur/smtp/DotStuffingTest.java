package org.facteur.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotStuffingTest {

    private final DotStuffing text = new DotStuffing();

    private String stuffed(String message) {
        text.reset();
        byte[] bytes = message.getBytes(ISO_8859_1);
        text.write(bytes, 0, bytes.length);
        text.finish();
        return written();
    }

    private String written() {
        return new String(Arrays.copyOf(text.bytes(), text.size()), ISO_8859_1);
    }

    private static String unescaped(String shown) {
        return shown.replace("\\r", "\r").replace("\\n", "\n");
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "a\\r\\nb\\r\\n | a\\r\\nb\\r\\n",
                ".\\r\\n | ..\\r\\n",
                "a\\r\\n.\\r\\n..b | a\\r\\n..\\r\\n...b\\r\\n",
                "a.b | a.b\\r\\n",
                "a\\nb\\n | a\\r\\nb\\r\\n",
                "a\\n.\\nb | a\\r\\n..\\r\\nb\\r\\n",
                "a\\rb | a\\r\\nb\\r\\n",
                "a\\r.\\rb\\r | a\\r\\n..\\r\\nb\\r\\n",
                "a\\r\\r\\nb | a\\r\\n\\r\\nb\\r\\n"
            },
            delimiter = '|')
    void lines_end_in_CRLF_and_none_is_a_dot_alone(String message, String wire) {
        assertThat(stuffed(unescaped(message))).isEqualTo(unescaped(wire));
    }

    @Test
    void it_is_the_same_in_whatever_pieces_it_is_written() {
        String message = "a\r\n.b\n\r\n..\rc\r\n.";
        String whole = stuffed(message);
        byte[] bytes = message.getBytes(ISO_8859_1);
        for (int cut = 0; cut <= bytes.length; cut++) {
            text.reset();
            text.write(bytes, 0, cut);
            for (int i = cut; i < bytes.length; i++) {
                text.write(bytes[i]);
            }
            text.finish();

            assertThat(written()).isEqualTo(whole);
        }
    }

    @Test
    void lines_that_are_ready_stand_as_they_are_and_what_follows_is_looked_at() {
        text.write("Subject: a\r\n\r\n".getBytes(ISO_8859_1), 0, 14);
        text.writeLines("b=\r\nc".getBytes(ISO_8859_1));
        text.writeLines(new byte[0]);
        text.write("\n.d\r\n".getBytes(ISO_8859_1), 0, 5);
        text.finish();

        assertThat(written()).isEqualTo("Subject: a\r\n\r\nb=\r\nc\r\n..d\r\n");
    }

    @Test
    void amid_a_line_no_line_is_ready() {
        text.write('a');
        text.writeLines("b\n.c".getBytes(ISO_8859_1));
        text.finish();

        assertThat(written()).isEqualTo("ab\r\n..c\r\n");
    }

    @Test
    void a_large_letter_leaves_no_large_buffer_behind() {
        stuffed("x".repeat(3_000_000));

        text.reset();

        assertThat(text.bytes()).hasSizeLessThan(100_000);
    }
}
