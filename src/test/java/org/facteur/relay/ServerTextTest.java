package org.facteur.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerTextTest {

    /** What Angus makes of a reply sent in that encoding. */
    private static String heard(String reply, Charset encoding) {
        return new String(reply.getBytes(encoding), ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 5.1.1 no such user", "550 5.1.1 utilisateur inconnu à cette adresse", "550 寿司 🍣"})
    void a_reply_in_utf_8_is_read_as_such(String reply) {
        assertThat(new ServerText(List.of()).of(heard(reply, UTF_8))).isEqualTo(reply);
    }

    @Test
    void a_reply_in_latin_1_is_read_as_such() {
        assertThat(new ServerText(List.of()).of(heard("550 boîte pleine", ISO_8859_1)))
                .isEqualTo("550 boîte pleine");
    }

    @Test
    void each_line_has_an_encoding_of_its_own() {
        String reply = heard("550-boîte pleine\r\n", UTF_8) + heard("550 désolé\r\n", ISO_8859_1);

        assertThat(new ServerText(List.of()).of(reply)).isEqualTo("550-boîte pleine\n550 désolé");
    }

    @ParameterizedTest
    @ValueSource(strings = {"geheim", "gehäim", "пароль", "pässword 寿司"})
    void a_secret_is_blotted_out_in_whatever_encoding_it_comes_back(String secret) {
        ServerText text = new ServerText(List.of(secret));

        assertThat(text.of(heard("535 " + secret + " is wrong", UTF_8))).isEqualTo("535 *** is wrong");
        // The bytes as they were sent, in a line that is not UTF-8 as a whole.
        assertThat(text.of(heard("535 désolé ", ISO_8859_1) + heard(secret, UTF_8)))
                .isEqualTo("535 désolé ***");
    }

    @Test
    void a_secret_that_a_server_has_made_latin_1_of_is_blotted_out() {
        assertThat(new ServerText(List.of("gehäim")).of(heard("535 gehäim", ISO_8859_1)))
                .isEqualTo("535 ***");
    }

    @Test
    void nothing_is_left_of_a_secret_that_holds_another() {
        assertThat(new ServerText(List.of("geheim", "geheim2027")).of("535 geheim2027"))
                .isEqualTo("535 ***");
    }

    @Test
    void what_would_paint_over_a_terminal_is_left_out() {
        assertThat(new ServerText(List.of()).of(heard("550 \u001b[2Jgone\u0007 \u202eback\u0085", UTF_8)))
                .isEqualTo("550  [2Jgone   back ");
    }

    @Test
    void a_blank_secret_blots_out_nothing() {
        assertThat(new ServerText(List.of(" ", "")).of("535 no such user")).isEqualTo("535 no such user");
    }
}
