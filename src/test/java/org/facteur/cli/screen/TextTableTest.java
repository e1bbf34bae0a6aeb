package org.facteur.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTableTest {

    private static TextTable table() {
        TextTable table = new TextTable("PRESET", "HOST", "LIMITS");
        table.row("gmail", "smtp.gmail.com:587", "20/minute~, 100/hour*, 500/day");
        table.row("寿司", "smtp.sushi.example:465", "1/day");
        return table;
    }

    @Test
    void where_there_is_room_each_row_is_a_line() {
        assertThat(table().lines(120))
                .containsExactly(
                        "PRESET  HOST                    LIMITS",
                        "gmail   smtp.gmail.com:587      20/minute~, 100/hour*, 500/day",
                        "寿司    smtp.sushi.example:465  1/day");
    }

    @Test
    void where_there_is_not_the_widest_cells_are_broken_between_words() {
        assertThat(table().lines(50))
                .containsExactly(
                        "PRESET  HOST                    LIMITS",
                        "gmail   smtp.gmail.com:587      20/minute~,",
                        "                                100/hour*, 500/day",
                        "寿司    smtp.sushi.example:465  1/day");
    }

    @Test
    void where_that_would_go_through_words_each_cell_has_a_line_of_its_own() {
        assertThat(table().lines(40))
                .containsExactly(
                        "PRESET  gmail",
                        "HOST    smtp.gmail.com:587",
                        "LIMITS  20/minute~, 100/hour*, 500/day",
                        "",
                        "PRESET  寿司",
                        "HOST    smtp.sushi.example:465",
                        "LIMITS  1/day",
                        "");
    }

    @Test
    void a_blank_at_the_end_of_a_cell_takes_no_room() {
        TextTable table = new TextTable("A", "B");
        table.row("x", "long here words ");

        assertThat(table.lines(8)).containsExactly("A  B", "x  long", "   here", "   words");
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 40, 60, 79})
    void no_line_is_wider_than_the_terminal(int columns) {
        assertThat(table().lines(columns))
                .allSatisfy(line -> assertThat(Columns.of(line)).isLessThanOrEqualTo(columns));
    }
}
