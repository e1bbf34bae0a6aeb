package org.facteur.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalWriterTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    private String[] on(int columns, String text) {
        new TerminalWriter(written, StandardCharsets.UTF_8, true, () -> columns).println(text);
        return written.toString(StandardCharsets.UTF_8).split("\n", -1);
    }

    @Test
    void a_sentence_is_broken_between_words() {
        assertThat(on(40, "3 letters in doubt: the relay may have them. Decide with facteur resolve JOB"))
                .containsExactly("3 letters in doubt: the relay may have", "them. Decide with facteur resolve JOB", "");
    }

    @Test
    void french_punctuation_stays_with_its_word_and_wide_characters_count_twice() {
        assertThat(on(40, "La campagne des vœux 寿司寿司寿司寿司寿司\u00a0: arrêtée"))
                .containsExactly("La campagne des vœux", "寿司寿司寿司寿司寿司\u00a0: arrêtée", "");
    }

    @Test
    void what_follows_a_label_stands_below_what_is_said_where_there_is_room() {
        assertThat(on(40, "  means     not now, for a reason that Facteur does not know"))
                .containsExactly("  means     not now, for a reason that", "            Facteur does not know", "");
    }

    @Test
    void a_path_longer_than_the_line_and_an_object_for_a_program_are_left_whole() {
        String path = "/home/marie/a-folder-with-a-very-long-name/report.html";

        assertThat(on(40, "The report is in " + path)).containsExactly("The report is in", path, "");
        written.reset();
        assertThat(on(20, "{\"campaign\": \"voeux\", \"state\": \"NEW\"}")).hasSize(2);
    }

    @Test
    void colours_take_no_room() {
        assertThat(on(
                        30,
                        Paint.BAD.on(
                                new TerminalWriter(written, StandardCharsets.UTF_8, true, () -> 30), "x".repeat(30))))
                .hasSize(2);
    }
}
