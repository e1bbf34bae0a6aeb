package org.facteur.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenTest {

    private final StringWriter written = new StringWriter();
    private final Screen screen = new Screen(new PrintWriter(written));

    /** What a terminal shows of what was written. */
    private String shown() {
        StringBuilder all = new StringBuilder();
        StringBuilder line = new StringBuilder();
        int column = 0;
        for (char c : written.toString().toCharArray()) {
            if (c == '\r') {
                column = 0;
            } else if (c == '\n') {
                all.append(line.toString().stripTrailing()).append('\n');
                line.setLength(0);
                column = 0;
            } else {
                line.replace(column, Math.min(line.length(), column + 1), String.valueOf(c));
                column++;
            }
        }
        return all + line.toString().stripTrailing();
    }

    @Test
    void the_live_line_is_replaced() {
        screen.live("10 of 100 sent");
        screen.live("all sent");

        assertThat(shown()).isEqualTo("all sent");
    }

    @Test
    void lines_scroll_by_above_the_live_line() {
        screen.live("10 of 100");
        screen.line("a warning");
        screen.line("!");

        assertThat(shown()).isEqualTo("a warning\n!\n10 of 100");
    }

    @Test
    void nothing_is_left_of_a_live_line_that_is_cleared() {
        screen.live("10 of 100");
        screen.clear();

        assertThat(shown()).isEmpty();
    }

    @Test
    void a_value_moves_no_cursor() {
        screen.line("550 \u001b[2Jgone\r\nand\u202eback");

        assertThat(shown()).isEqualTo("550  [2Jgone and back\n");
    }

    @ParameterizedTest
    @CsvSource({"abc, 3", "é, 1", "e\u0301, 1", "寿司, 4", "'', 0"})
    void text_is_as_wide_as_it_is_shown(String text, int columns) {
        assertThat(Columns.of(text)).isEqualTo(columns);
    }

    @ParameterizedTest
    @CsvSource({"abcdef, 6, abcdef", "abcdef, 5, abcd…", "寿司寿司, 6, 寿司…", "寿司寿司, 5, 寿司…", "abc, 1, …", "abc, 0, ''"})
    void what_is_too_wide_is_cut(String text, int most, String cut) {
        assertThat(Columns.cut(text, most)).isEqualTo(cut);
    }

    @ParameterizedTest
    @CsvSource({"ANSI_X3.4-1968, UTF-8", "UTF-8, UTF-8", "ISO-8859-15, ISO-8859-15", "no-such-encoding, UTF-8"})
    void the_c_locale_has_accents_too(String locale, String encoding) {
        assertThat(Encoding.of(locale)).hasToString(encoding);
    }
}
