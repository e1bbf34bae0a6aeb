package org.facteur.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhereTest {

    private static final List<String> COLUMNS = List.of("email", "Vœux", "Ville d'origine", "note");

    private static final Contact MARIE =
            new Contact(2, Map.of("email", "m@x.fr", "Vœux", " Oui ", "Ville d'origine", "Aix and Arles", "note", ""));

    private static Where where(String text) {
        return Where.of(new ContactSource.Filter(text, "job.yaml:7"), COLUMNS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "voeux = oui | true",
                "Vœux=OUI | true",
                "VŒUX != oui | false",
                "voeux = non | false",
                "voeux != non | true",
                "voeux = ' oui ' | true",
                "ville_d_origine = \"aix and arles\" | true",
                "Ville d'origine = 'Aix and Arles' | true",
                "\"Ville d'origine\" = \"Aix and Arles\" | true",
                "ville_d_origine = Aix | false",
                "note = \"\" | true",
                "note != '' | false",
                "voeux = oui and note = \"\" | true",
                "voeux = oui AND note != \"\" | false",
                "voeux = non or note = \"\" | true",
                "voeux = oui or voeux = x and note = x | true",
                "voeux = x and note = x or voeux = oui | true",
                "voeux = x or voeux = oui and note = x | false",
                "email = m@x.fr | true",
                "note != l'île d'Orléans and voeux=oui | true",
                "note != 'l''île' | true",
                "note != Andorre or voeux = x | true",
                "voeux != “oui” | false",
                "voeux != «\u00A0oui\u00A0» | false",
                "voeux!=”oui” | false",
                "voeux=’oui’ | true",
                "voeux != »oui« | false",
                "ville_d_origine = „Aix and Arles” | true",
                "voeux = ‘oui’ and ville_d_origine = „Aix and Arles“ | true",
                "voeux = oui\u00A0and note = \"\" | true",
            })
    void a_filter_tells_the_rows_that_are_meant(String where, boolean matches) {
        assertThat(where(where).matches(MARIE)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"oui\u00A0", "\u200Boui", "oui\u202F\t", "\uFEFFoui\n", "Oui\u2800"})
    void what_is_not_seen_around_a_cell_is_not_compared(String cell) {
        assertThat(where("voeux = oui").matches(new Contact(2, Map.of("Vœux", cell))))
                .isTrue();
        assertThat(where("ville_d_origine = 'Aix en Provence'")
                        .matches(new Contact(2, Map.of("Ville d'origine", "Aix\u00A0en Provence"))))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "cadeau = oui | no column is called \"cadeau\"; the columns are: email, Vœux, Ville d'origine, note",
                "voeux | only = and != compare",
                "voeux oui | only = and != compare",
                "voeux == oui | only = and != compare",
                "voeux <> oui | only = and != compare",
                "voeux > 1 | only = and != compare",
                "voeux ! oui | only = and != compare",
                "= oui | a column is missing",
                "`` | a column is missing",
                "voeux = | a value is missing",
                "voeux = and note = x | a value is missing",
                "voeux = oui and | a column is missing",
                "voeux = oui note = x | two conditions without and or or",
                "voeux = \"oui\" note = x | join conditions by and or or",
                "voeux = \"oui | a quote is not closed",
                "voeux = \"oui\" xor note = x | join conditions by and or or",
            })
    void what_is_no_filter_is_refused_with_what_to_write_instead(String where, String message) {
        assertThatExceptionOfType(ContactFileException.class)
                .isThrownBy(() -> where(where))
                .withMessageStartingWith("job.yaml:7: where: " + where)
                .withMessageContaining(message)
                .matches(e -> !e.missing());
    }
}
