package org.facteur.message.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.facteur.contact.Contact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

    private static final TemplateVariables COLUMNS = new TemplateVariables(List.of("email", "Prénom", "nom"));

    @TempDir
    Path directory;

    @Test
    void a_column_is_a_variable_by_its_plain_name_and_as_it_stands() {
        assertThat(merge("{{ prenom }}, {{ contact['Prénom'] }}", Escaping.NONE, "Zoé"))
                .isEqualTo("Zoé, Zoé");
    }

    @Test
    void an_empty_cell_takes_the_default() {
        assertThat(merge("{{ prenom | default('Chers amis') }}", Escaping.NONE, ""))
                .isEqualTo("Chers amis");
    }

    @Test
    void a_value_is_never_evaluated() {
        assertThat(merge("{{ prenom }}", Escaping.NONE, "{{ email }}{% if nom %}"))
                .isEqualTo("{{ email }}{% if nom %}");
    }

    @Test
    void a_value_in_html_is_escaped() {
        assertThat(merge("<p>{{ prenom }}</p>", Escaping.HTML, "<script>alert(\"œ\")</script>"))
                .isEqualTo("<p>&lt;script&gt;alert(&quot;œ&quot;)&lt;/script&gt;</p>");
    }

    @Test
    void a_value_that_is_set_aside_or_joined_in_html_is_escaped() {
        assertThat(merge("{% set x = prenom %}{{ x }}{{ 'a' ~ prenom }}", Escaping.HTML, "<b>"))
                .isEqualTo("&lt;b&gt;a&lt;b&gt;");
    }

    @Test
    void a_value_in_a_url_is_percent_encoded() {
        assertThat(merge("https://a.example/?who={{ prenom }}", Escaping.URL, "é&x=1 +@"))
                .isEqualTo("https://a.example/?who=%C3%A9%26x%3D1%20%2B@");
    }

    @Test
    void a_line_break_after_a_variable_stays() {
        assertThat(merge("Bonjour {{ prenom }}\nComment", Escaping.NONE, "Zoé")).isEqualTo("Bonjour Zoé\nComment");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ prenmo }}",
                "{{ prenmo | default('x') }}",
                "{% if nom == 'Z' %}{{ prenmo }}{% endif %}",
                "{{ nom | replace({'a': prenmo}) }}",
                "{{ nom is empty ? prenmo : nom }}",
                "{{ max(nom, prenmo) }}",
                "{% for x in [nom, prenmo] %}{{ x }}{% endfor %}",
                "{{ \"a #{prenmo} b\" }}",
                "{% filter upper %}{{ prenmo }}{% endfilter %}",
                "{% if prenmo is empty %}{% endif %}",
                "{% if not (nom is empty or prenmo is empty) %}{% endif %}"
            })
    void a_name_that_no_column_has_is_found_before_the_first_contact(String template) {
        assertThatThrownBy(() -> compile(template, Escaping.NONE))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(
                        "no column \"prenmo\"; the columns are email, prenom, nom (did you mean prenom?)");
    }

    @Test
    void a_problem_says_file_line_and_column() throws IOException {
        Path file = Files.writeString(directory.resolve("voeux.html"), "<p>\n\n  <b>{{ nom }} {{ prenmo }}</b>");

        assertThatThrownBy(() -> Template.html(file, COLUMNS, TemplateLoader.Finish.NONE))
                .hasMessageEndingWith(
                        "voeux.html:3:19: no column \"prenmo\"; the columns are email, prenom, nom (did you mean prenom?)");
    }

    @Test
    void a_heading_that_the_file_does_not_have_is_found() {
        assertThatThrownBy(() -> compile("{{ contact['Prenom'] | default('x') }}", Escaping.NONE))
                .hasMessageContaining("no column \"Prenom\"");
    }

    @Test
    void names_that_the_template_gives_itself_are_known() {
        String template = "{% set x = nom %}{% for y in ['a', 'b'] %}{{ loop.index }}{{ y }}{{ x }}{% endfor %}"
                + "{% macro m(z) %}<{{ z }}>{% endmacro %}{{ m(nom) }}";

        assertThat(merge(template, Escaping.NONE, "")).isEqualTo("0aN1bN<N>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{% if prenom %}x{% endif %}", "{% if not prenom %}x{% endif %}", "{{ prenom ? 'a' : 'b' }}"})
    void a_bare_name_as_a_condition_is_refused_for_it_would_be_false(String template) {
        assertThatThrownBy(() -> compile(template, Escaping.NONE))
                .hasMessageContaining("write {% if prenom is not empty %}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ prenom.getClass() }}",
                "{{ prenom.class }}",
                "{{ prenom.class.forName('java.lang.Runtime') }}",
                "{{ prenom.length() }}",
                "{{ prenom.bytes }}",
                "{{ contact.getClass() }}",
                "{{ contact.clear() }}",
                "{{ contact.values() }}"
            })
    void a_template_reaches_no_java(String template) {
        assertThatThrownBy(() -> merge(template, Escaping.NONE, "Zoé")).isInstanceOf(TemplateException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "->", textBlock = """
            {{ nom                        -> subject:1:1:
            {% if nom == 'a' %}           -> subject:1:1:
            Cher {{ nom / 2 }}            -> subject:1:6:
            {{ nom | nofilter }}          -> subject:1:10: there is no filter "nofilter"; filters are default
            {% cache 'x' %}{% endcache %} -> subject:1:4: {% cache %} would give one contact's text to the others
            {% include 'x.html' %}        -> only a template that is a file can include "x.html"
            {% include nom %}             -> must stand in quotes
            """)
    void what_is_wrong_with_a_template_is_said_with_its_name(String template, String message) {
        assertThatThrownBy(() -> merge(template, Escaping.NONE, "Zoé"))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(message);
    }

    @Test
    void a_template_includes_its_siblings_and_they_are_checked_too() throws IOException {
        Files.writeString(directory.resolve("pied.html"), "<i>{{ prenom }}</i>");
        Files.writeString(directory.resolve("faux.html"), "\n{{ prenmo | default('') }}");

        assertThat(mergeFile("{% include 'pied.html' %}")).isEqualTo("<i>&lt;</i>");
        assertThatThrownBy(() -> mergeFile("{% include 'faux.html' %}"))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("faux.html:2:4: no column \"prenmo\"");
        assertThatThrownBy(() -> mergeFile("{% include 'rien.html' %}")).isInstanceOf(MissingFileException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret.txt", "/etc/hostname", "lien.txt"})
    void a_template_includes_nothing_from_elsewhere(String other) throws IOException {
        Path inner = Files.createDirectory(directory.resolve("modeles"));
        Path secret = Files.writeString(directory.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(inner.resolve("lien.txt"), secret);
        Path file = Files.writeString(inner.resolve("a.txt"), "{% include '" + other + "' %}");

        assertThatThrownBy(() -> Template.text(file, COLUMNS))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("outside the template's directory");
    }

    @Test
    void a_byte_order_mark_is_no_text() throws IOException {
        assertThat(mergeFile("\uFEFFé")).isEqualTo("é");
    }

    @Test
    void a_file_that_is_not_utf_8_is_refused_with_the_line() throws IOException {
        Path file = Files.write(directory.resolve("a.txt"), "un\ndeux\nété".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> Template.text(file, COLUMNS))
                .isInstanceOf(TemplateException.class)
                .hasMessageEndingWith("a.txt:3: not UTF-8 (byte 0xE9); save the file as UTF-8");
    }

    @Test
    void a_file_that_is_not_there_is_missing() {
        assertThatThrownBy(() -> Template.text(directory.resolve("a.txt"), COLUMNS))
                .isInstanceOf(MissingFileException.class)
                .hasMessageEndingWith("a.txt: no such file");
    }

    private static Template compile(String source, Escaping escaping) {
        return Template.inline("subject", source, escaping, COLUMNS);
    }

    private static String merge(String source, Escaping escaping, String prenom) {
        return compile(source, escaping).merge(values(prenom), Locale.FRANCE);
    }

    private String mergeFile(String source) throws IOException {
        Path file = Files.writeString(directory.resolve("voeux.html"), source);
        return Template.html(file, COLUMNS, TemplateLoader.Finish.NONE).merge(values("<"), Locale.FRANCE);
    }

    private static Map<String, Object> values(String prenom) {
        return COLUMNS.of(new Contact(2, Map.of("email", "zoe@a.example", "Prénom", prenom, "nom", "N")));
    }
}
