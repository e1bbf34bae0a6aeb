package org.facteur.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseReaderTest {

    private static final String TWO = "250-mx.example\r\n250-PIPELINING\r\n250 DSN\r\n550 5.1.1 no such user\r\n";

    private static ResponseReader of(String bytes) {
        return new ResponseReader(new ByteArrayInputStream(bytes.getBytes(ISO_8859_1)));
    }

    /** As a network may cut it: first so many bytes, then the rest. */
    private static ResponseReader cutAt(int cut, String bytes) {
        byte[] all = bytes.getBytes(ISO_8859_1);
        return new ResponseReader(new InputStream() {
            private int at;

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                if (at == all.length) {
                    return -1;
                }
                int until = at < cut ? cut : all.length;
                int count = Math.min(length, until - at);
                System.arraycopy(all, at, into, offset, count);
                at += count;
                return count;
            }
        });
    }

    @Test
    void answers_are_the_same_wherever_the_network_cuts_them() throws IOException {
        for (int cut = 1; cut < TWO.length(); cut++) {
            ResponseReader reader = cutAt(cut, TWO);

            assertThat(reader.next()).isEqualTo(new Response(250, "250-mx.example\n250-PIPELINING\n250 DSN"));
            assertThat(reader.next()).isEqualTo(new Response(550, "550 5.1.1 no such user"));
            assertThatThrownBy(reader::next).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void an_answer_that_is_cut_off_anywhere_is_no_answer() {
        String answer = "250-first\r\n250 second\r\n";
        for (int length = 0; length < answer.length() - 1; length++) {
            ResponseReader reader = of(answer.substring(0, length));

            assertThatThrownBy(reader::next).isInstanceOf(EOFException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"250", "250 ", "250 ok", "252 we will see", "299 odd"})
    void any_2xx_is_success(String line) throws IOException {
        assertThat(of(line + "\r\n").next().isSuccess()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello there",
                "ok",
                "25",
                "999 what",
                "150 wait",
                "2500 hello",
                "250\tok",
                "-250 ok",
                " 250 ok"
            })
    void what_has_not_the_form_of_an_answer_is_out_of_step(String line) {
        assertThatThrownBy(of(line + "\r\n")::next)
                .isInstanceOfSatisfying(
                        OutOfStepException.class, e -> assertThat(e.said()).isEqualTo(line.strip()));
    }

    @ParameterizedTest
    @CsvSource({"250-x, 550 no", "550-x, 250 ok", "250-x, 251 y", "354-go, 250 stray"})
    void one_answer_with_two_codes_is_out_of_step(String first, String second) {
        assertThatThrownBy(of(first + "\r\n" + second + "\r\n")::next).isInstanceOf(OutOfStepException.class);
    }

    @Test
    void a_greeting_may_begin_like_a_welcome_and_end_with_a_refusal() throws IOException {
        assertThat(of("220-mx.example\r\n220-wait\r\n521-no\r\n521 5.3.2 blocked\r\n")
                        .greeting())
                .isEqualTo(new Response(521, "521-no\n521 5.3.2 blocked"));
    }

    @Test
    void an_answer_of_64_kB_is_read_and_a_longer_one_is_out_of_step() throws IOException {
        String longest = "250-" + "x".repeat(ResponseReader.LARGEST - 13) + "\n250 end";

        assertThat(of(longest + "\r\n").next().text()).hasSize(longest.length());
        assertThatThrownBy(of("250 " + "x".repeat(ResponseReader.LARGEST) + "\r\n")::next)
                .isInstanceOf(OutOfStepException.class)
                .hasMessage("an answer of more than 64 kB");
    }

    @Test
    void what_came_behind_an_answer_is_known_to_be_there() throws IOException {
        ResponseReader reader = of("250 ok\r\n550 stray\r\n");

        reader.next();

        assertThat(reader.unread()).isEqualTo("550 stray\r\n");
    }
}
