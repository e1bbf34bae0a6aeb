package org.facteur.reason;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReasonTest {

    private static final Reason COMMA = new Reason("contact.comma", List.of());
    private static final Reason CELLS = Reason.of("contact.row.cells", 3, 2, COMMA);

    @Test
    void it_is_worded_in_the_language_of_the_reader_with_the_reasons_that_it_holds() {
        assertThat(CELLS.toString()).startsWith("3 cells, but 2 headings; put quotes around a cell that holds a comma");
        assertThat(CELLS.in(Locale.FRANCE))
                .startsWith("3 cellules, mais 2 titres")
                .contains("(virgule)");
        assertThat(CELLS.in(Locale.ITALY)).isEqualTo(CELLS.toString());
    }

    @Test
    void what_is_data_stays_as_it_is_even_where_it_looks_like_a_place_or_a_key() {
        Reason reason = Reason.of("address.at.none", "{0} $1 contact.comma");

        assertThat(reason.in(Locale.FRANCE)).startsWith("«\u202f{0} $1 contact.comma\u202f» n’a pas de @");
    }

    @Test
    void a_place_stands_before_it_in_any_language_and_numbers_are_digits() {
        Reason reason = Reason.at(
                "jobs/voeux.yaml:14", Reason.about("campaign.from", Reason.of("contact.row.cells", 1000, 2, COMMA)));

        assertThat(reason.toString()).startsWith("jobs/voeux.yaml:14: campaign.from 1000 cells");
        assertThat(reason.in(Locale.FRANCE)).startsWith("jobs/voeux.yaml:14: campaign.from 1000 cellules");
    }

    @Test
    void several_stand_beside_each_other() {
        Reason reason = Reason.several(List.of(Reason.verbatim("450 4.2.0 Greylisted"), COMMA));

        assertThat(reason.toString()).isEqualTo("450 4.2.0 Greylisted; comma");
        assertThat(reason.in(Locale.FRANCE)).isEqualTo("450 4.2.0 Greylisted\u202f; virgule");
        assertThat(Reason.several(List.of(COMMA))).isEqualTo(COMMA);
    }

    static Stream<Reason> reasons() {
        return Stream.of(
                COMMA,
                CELLS,
                Reason.at("a:1", CELLS),
                Reason.several(List.of(CELLS, Reason.verbatim("535 5.7.8 \"no\""))),
                Reason.of("address.comma", "é\u0000\n\"[", List.of("a", "b")),
                Reason.verbatim("550 5.1.1 User unknown"),
                Reason.verbatim("[\"address.empty\"]"),
                Reason.verbatim("[\"not json"),
                Reason.verbatim(""),
                Reason.of("address.empty", List.of()));
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void what_is_kept_is_the_same_when_it_is_read_again(Reason reason) {
        assertThat(Reason.kept(reason.toKept(1000))).isEqualTo(reason);
    }

    @Test
    void somebody_elses_text_is_kept_as_it_is() {
        assertThat(Reason.verbatim("450 4.2.0 Greylisted").toKept(100)).isEqualTo("450 4.2.0 Greylisted");
    }

    @Test
    void what_is_too_long_for_its_column_is_kept_in_english() {
        assertThat(CELLS.toKept(20)).isEqualTo(CELLS.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"relay ecole: 500/day reached", "[\"", "[]", "[1]", "[\"a\",", "{\"a\":1}", "[\",\",\"a\"]"})
    void what_an_earlier_version_or_somebody_else_has_kept_is_verbatim(String text) {
        assertThat(Reason.kept(text)).isEqualTo(Reason.verbatim(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"contact.of.tomorrow\",\"x\"]", "[\"tomorrow.room\",2]", "[\"key\"]"})
    void a_key_that_only_a_later_version_knows_is_shown_as_it_is_kept(String text) {
        assertThat(Reason.kept(text)).hasToString(text);
        assertThat(Reason.kept(text).in(Locale.FRANCE)).isEqualTo(text);
    }

    @Test
    void what_is_wrong_in_several_places_is_said_once() {
        Reason wrong = CommonReason.EITHER.of("a", "b");

        Reason lines = Reason.lines(
                List.of(Reason.at("l.txt:1", wrong), Reason.verbatim("alone"), Reason.at("l.html:3", wrong)));

        assertThat(lines.toString().lines()).containsExactly("l.txt:1, l.html:3: a or b", "alone");
    }
}
