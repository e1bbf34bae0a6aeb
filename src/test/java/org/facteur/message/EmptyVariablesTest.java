package org.facteur.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.message.LetterPart.HTML;
import static org.facteur.message.LetterPart.SUBJECT;
import static org.facteur.message.LetterPart.TEXT;
import static org.facteur.message.MailingBuilder.MARIE;
import static org.facteur.message.MailingBuilder.aMailing;
import static org.facteur.message.MailingBuilder.contact;
import static org.facteur.message.MailingBuilder.file;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.facteur.contact.Contact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which emptiness shows in a letter, and which the template has seen to. */
class EmptyVariablesTest {

    private static final Contact NAMELESS = contact(" ", "Durand");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bonjour {{ prenom }},",
                "Bonjour {{ prenom | upper }},",
                "Bonjour {{ 'Mme ' ~ prenom ~ nom }},",
                "{% if nom is not empty %}Bonjour {{ prenom }},{% endif %}",
                "{{ nom is empty ? 'x' : prenom }}"
            })
    void a_variable_printed_as_it_is_leaves_a_gap(String template) {
        LetterComposer composer = aMailing(folder).text(template).build();

        assertThat(composer.emptyVariables(NAMELESS)).isEqualTo(Map.of("prenom", Set.of(TEXT)));
        assertThat(composer.emptyVariables(contact("Marie", ""))).doesNotContainKey("prenom");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ prenom | default('Chers amis') }},",
                "{{ prenom | default('chers amis') | capitalize }},",
                "{% if prenom is not empty %}Cher {{ prenom }}{% else %}Chers amis{{ prenom }}{% endif %},",
                "{{ prenom is empty ? 'Chers amis' : prenom }},",
                "Bonjour,"
            })
    void a_variable_that_the_template_sees_to_leaves_none(String template) {
        assertThat(aMailing(folder).text(template).build().emptyVariables(NAMELESS))
                .isEmpty();
    }

    @Test
    void all_the_places_and_headings_as_they_stand_are_told() {
        LetterComposer composer = aMailing(folder)
                .subject("{{ prenom }}, bonne année")
                .html("<p>{{ contact['prenom'] }}")
                .build();

        assertThat(composer.emptyVariables(NAMELESS)).isEqualTo(Map.of("prenom", Set.of(SUBJECT, HTML)));
    }

    @Test
    void a_file_that_is_included_counts_too() {
        file(folder, "salut.txt", "Bonjour {{ prenom }},");
        LetterComposer composer =
                aMailing(folder).text("{% include 'salut.txt' %}").build();

        composer.merge(MARIE, NAMELESS);

        assertThat(composer.emptyVariables(NAMELESS)).containsOnlyKeys("prenom");
    }
}
