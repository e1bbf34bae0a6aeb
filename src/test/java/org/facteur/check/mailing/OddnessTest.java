package org.facteur.check.mailing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.facteur.contact.Contact;
import org.facteur.message.MergedLetter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OddnessTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Zoé",
                "Ана-Марія",
                "山田",
                "12/07/2026 (soir)",
                "marie@example.org",
                "L’Haÿ-les-Roses",
                "nanette",
                "httpd",
                "MARIE-DUPONT"
            })
    void a_plain_cell_is_nothing_odd(String cell) {
        assertThat(Oddness.of(contact("Marie", cell))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ZoÃ©",
                "NULL",
                "NaN",
                "n/a",
                "https://example.org/a",
                "HTTP:x",
                "JEAN-PIERRE MARTIN",
                "a\tb",
                "5 €",
                "{{ prenom }}",
                "<b>",
                "a\u00A0b",
                "Zo\uFFFD"
            })
    void a_cell_that_may_bring_something_into_a_letter_is_odd(String cell) {
        assertThat(Oddness.of(contact("Marie", cell))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{ prenom }}", "x{%if%}", "@media{#a{%b", "Zo\uFFFD"})
    void a_letter_with_what_was_not_merged_or_was_lost_is_odd(String text) {
        assertThat(Oddness.of(letter("Bonjour", text, "Bonjour"))).isTrue();
        assertThat(Oddness.of(letter("Bonjour", null, text))).isTrue();
        assertThat(Oddness.of(letter(text, "<p>Bonjour</p>", null))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a{b}", "{ {", "{", "100 % {"})
    void a_brace_alone_is_not(String text) {
        assertThat(Oddness.of(letter(text, text, text))).isFalse();
    }

    private static Contact contact(String name, String cell) {
        return new Contact(2, Map.of("prenom", name, "ville", cell));
    }

    private static MergedLetter letter(String subject, @Nullable String html, @Nullable String text) {
        return new MergedLetter(subject, html, text, List.of(), Set.of(), 100);
    }
}
