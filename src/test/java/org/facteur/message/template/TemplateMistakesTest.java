package org.facteur.message.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.facteur.contact.Contact;
import org.facteur.report.InFrench;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What style sheets, word processors and web editors do to templates, and templates that would never end. */
class TemplateMistakesTest {

    private static final TemplateVariables COLUMNS =
            new TemplateVariables(List.of("email", "Prénom", "Cotisation due", "nom"));

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<style>#media{#id{color:red}}</style>",
                "<style>@media print{#a{b:c}}.x{%y}</style>",
                "<style>a{#b{c:d}}/*#}*/</style>",
                "<script>if(a){#x}else{%y}</script>",
                "<script>var t = {{a:1}, {b:2}</script>",
                "<!--[if mso]><style>td{#x{y:z}}</style><![endif]-->",
                "<STYLE type='text/css'>\n#media{\n#id{#x{}}}\n</STYLE>"
            })
    void a_style_sheets_braces_are_its_own(String code) {
        assertThat(html(code + "<p>{{ prenom }}</p>")).isEqualTo(code + "<p>Zoé</p>");
    }

    @Test
    void a_style_sheet_that_is_included_has_braces_of_its_own_and_an_included_file_gets_names_along()
            throws IOException {
        Files.writeString(directory.resolve("style.css"), "#media{#id{color:red}}.x{%y}/* {{ nom }} */");
        Files.writeString(directory.resolve("head.html"), "<h1>{{ title }} {{ prenom }}</h1>");

        assertThat(
                        html(
                                "<style>{% include 'style.css' %}</style>{% include 'head.html' with {'title': 'Chère', \"b\": nom} %}"))
                .isEqualTo("<style>#media{#id{color:red}}.x{%y}/* N */</style><h1>Chère Zoé</h1>");
        assertThatThrownBy(() -> html("{% include 'head.html' %}")).hasMessageContaining("no column \"title\"");
    }

    @Test
    void tags_and_comments_in_a_style_are_the_templates() {
        assertThat(html("<style>{# note #}{#note#}.a{color:{% if nom == 'N' %}red{% endif %}}b{c:{{ nom }}}</style>"))
                .isEqualTo("<style>.a{color:red}b{c:N}</style>");
        assertThat(html("{# <p>{{ prenom }}</p> #}{% verbatim %}{# {{ x }}{% endverbatim %}"))
                .isEqualTo("{# {{ x }}");
    }

    @Test
    void a_brace_that_the_text_opened_is_closed_by_the_text() {
        assertThat(html("<p>{ {{ nom }}} {a} { {% if 1 == 1 %}}{% endif %}</p>"))
                .isEqualTo("<p>{ N} {a} { }</p>");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "->", textBlock = """
            <p>\\n<b>{# forgotten</b>             -> voeux.html:2:4: "{# forgotten</b>": {# is not closed; write #} behind it
            <p>{#a{b:c}</p> x #}                 -> voeux.html:1:4: {# begins a comment, and what follows looks like a style sheet
            <style>a{}{# x</style><p>y           -> voeux.html:1:11: "{# x</style><p>y": {# is not closed
            x {# y </style><body> #}             -> voeux.html:1:3: {# begins a comment here, which swallows </style>
            <style>@media{#a{b:c}} <p>{{ nom }} -> voeux.html:1:14: {# begins a comment, and what follows looks like a style sheet
            <p>{{ prenom }}}</p>                 -> voeux.html:1:4: "{{ prenom }}}" has a closing brace too many; take it out
            <p>{% if 1 == 1 %}}{% endif %}</p>   -> voeux.html:1:4: "{% if 1 == 1 %}}" has a closing brace too many
            <p>{{ prenom }</p>                   -> voeux.html:1:4: "{{ prenom }</p>": {{ is not closed; write }} behind it
            <p>{% if nom == 'a' </p>             -> voeux.html:1:4: "{% if nom == 'a' </p>": {% is not closed
            """)
    void what_would_empty_a_letter_is_an_error_at_its_place(String source, String message) {
        assertThatThrownBy(() -> html(source.replace("\\n", "\n")))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "->", textBlock = """
            {{ prenom&nbsp;}}                                   -> holds &nbsp;; write {{ prenom }}
            {{ prenom\u00A0}}                                   -> holds NBSP (U+00A0); write {{ prenom }}
            {{ pre\u200Bnom }}                                  -> holds U+200B; write {{ prenom }}
            {{ <span class="a">prenom</span> }}                 -> holds <span class="a">, </span>; write {{ prenom }}
            {{ prenom | default(&quot;Chers amis&quot;) }}      -> write {{ prenom | default('Chers amis') }}
            {{ prenom | default(&#39;Amis&#39;) }}              -> write {{ prenom | default('Amis') }}
            {{ prenom | default(“Chers amis”) }}                -> holds “; write {{ prenom | default('Chers amis') }}
            {{ prenom | default(‘L’ami’) }}                     -> write {{ prenom | default('L’ami') }}
            {{ prenom | default(« Amis ») }}                    -> write {{ prenom | default('Amis') }}
            {{ cotisation due }}                                -> is not how a column is named; write {{ cotisation_due }}
            {{ Cotisation due | default('rien') }}              -> write {{ cotisation_due | default('rien') }}
            {{ cotisation&nbsp;due }}                           -> write {{ cotisation_due }}
            {{ mon chien }}                                     -> no column "mon chien"; the columns are email, prenom, cotisation_due, nom
            {{ prenom $ nom }}                                  -> the character $ has no place in it
            {{ prenom | }}                                      -> cannot be read; write for example {{ email | default('…') }}
            {{ }}                                               -> is empty; write the name of a column, such as {{ email }}
            {% if nom&nbsp;is empty %}x{% endif %}              -> holds &nbsp;; write {% if nom is empty %}
            {% iff nom is empty %}x{% endif %}                  -> there is no tag "iff" (did you mean if?)
            {% if nom is empty %}x                              -> is not closed; write {% endif %} where it ends
            x{% endif %}                                        -> closes nothing; write {% if … %} before it, or leave it out
            {% if nom is empty %}{% for a in [1] %}{% endif %}  -> "{% for a in [1] %}" is not closed; write {% endfor %}
            {{ nom | uper }}                                    -> there is no filter "uper"
            {{ nom.class }}                                     -> write the name of a column alone
            {{ nom | numberformat("0.00") }}                    -> it calculates with text that is not a number
            {{ nom / 2 }}                                       -> it calculates with text that is not a number
            {{ nom | date('yyyy') }}                            -> that is not a date in the format it names
            {{ foo(nom) }}                                      -> there is no "foo"
            {{ nom is foo }}                                    -> there is no "foo"
            {% for x in nom %}{% endfor %}                      -> a column is one text, not a list
            """)
    void a_tag_is_shown_with_what_to_write(String source, String message) {
        assertThatThrownBy(() -> html("<p>" + source))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("voeux.html:1:")
                .hasMessageNotContainingAny("strict variables", "Unexpected", "java.lang", "instance of", "Pebble")
                .satisfies(e -> InFrench.said(((TemplateException) e).reason()));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "->", textBlock = """
            {{ nom | abbreviate }}            -> this cannot be worked out
            {{ nom | replace('a') }}          -> this cannot be worked out
            {{ nom | reverse }}               -> this cannot be worked out
            {{ max(1, nom) }}                 -> this cannot be worked out
            {{ i18n('a', 'b') }}              -> this cannot be worked out
            {{ -nom }}                        -> this cannot be worked out
            {{ 99999999999999999999 }}        -> no column
            {{ nom | slice(10, 20) }}         -> this cannot be worked out
            {{ nom | date('dd/MM/yyyy') }}    -> that is not a date in the format it names
            {{ nom / 2 }}                     -> it calculates with text
            {% for x in nom %}{% endfor %}    -> a column is one text
            {% if nom == 'N' %}a{% else if nom == 'b' %}b{% endif %} -> there is no tag "else if" (did you mean elseif?)
            {% if nom == 'N' %}a{% elif nom == 'b' %}b{% endif %}    -> there is no tag "elif" (did you mean elseif?)
            """)
    void what_cannot_be_worked_out_is_shown_at_its_own_tag_and_is_no_bug_of_ours(String tag, String told) {
        String wrong = tag.replaceFirst("^.*(\\{% el[^%]*%}).*$", "$1").replaceFirst("(%}).*$", "$1");
        String before = "<p>{{ prenom }} {% set x = 'a' %}{{ x }} {{ email }} ";

        assertThatThrownBy(() -> html(before + tag + " {{ nom }}"))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(
                        "voeux.html:1:" + (before.length() + tag.indexOf(wrong) + 1) + ": \"" + wrong + "\"")
                .hasMessageContaining(told)
                .hasMessageNotContainingAny("java", "Pebble", "null");
    }

    @Test
    void a_heading_that_no_expression_can_name_is_told_as_the_contact_s() {
        TemplateVariables columns = new TemplateVariables(List.of("email", "नाम", "Or", "ชื่อ"));
        for (String tag : List.of("{{ नाम }}", "{{ Or }}", "{{ or }}", "{{ ชื่อ | upper }}")) {
            String heading = tag.contains("or") ? "Or" : tag.replaceAll("[{}| ]|upper", "");
            Path file = directory.resolve("a.html");
            assertThatThrownBy(() -> template(file, tag, columns))
                    .hasMessageContaining("write {{ contact['" + heading + "']");
            assertThat(template(file, "{{ contact['" + heading + "'] }}", columns)
                            .merge(Map.of("contact", Map.of(heading, "x")), Locale.ROOT))
                    .isEqualTo("x");
        }
    }

    private static Template template(Path file, String text, TemplateVariables columns) {
        try {
            return Template.html(Files.writeString(file, text), columns, TemplateLoader.Finish.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everything_that_is_wrong_is_said_at_once() throws IOException {
        Files.writeString(directory.resolve("pied.html"), "<i>\n{{ prenmo }}");

        TemplateException e = catchThrowableOfType(
                TemplateException.class,
                () -> html("{{ nom&nbsp;}}\n{{ nmo }} {{ cotisation due }}\n{% if nom is empty %}\n{{ nom | uper }}"
                        + "{% include 'pied.html' %}"));

        assertThat(e.problems())
                .extracting(
                        problem -> problem.toString().replaceFirst("^.*/", "").replaceFirst("^(\\S+) .*", "$1"))
                .contains(
                        "voeux.html:1:1:",
                        "voeux.html:2:4:",
                        "voeux.html:2:11:",
                        "voeux.html:3:1:",
                        "voeux.html:4:10:");
    }

    @Test
    void a_file_that_includes_itself_is_found_at_once() throws IOException {
        Files.writeString(directory.resolve("a.html"), "{% include 'b.html' %}");
        Files.writeString(directory.resolve("b.html"), "{% include \"a.html\" %}");

        assertThatThrownBy(() -> html("{% include 'a.html' %}"))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("b.html:1:1: \"{% include \"a.html\" %}\" includes itself");
        assertThatThrownBy(() -> html("{% include 'voeux.html' %}")).hasMessageContaining("includes itself");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "->", textBlock = """
            {% macro m(x) %}{{ m(x) }}{% endmacro %}{{ m(1) }}                        -> a macro calls itself without end
            {% macro m(x) %}{{ m(x) }}{{ m(x) }}{% endmacro %}{{ m(1) }}              -> a macro calls itself without end
            {% for x in range(0, 1000000000) %}{% endfor %}                           -> range has more than 100000 members
            {% for x in 0..1000000000 %}{% endfor %}                                  -> range has more than 100000 members
            {% for x in 0..9999 %}{% for y in 0..9999 %}{% endfor %}{% endfor %}      -> more than 100000 rounds for one letter
            {% set s = nom %}{% for x in 0..50 %}{% set s = s ~ s %}{% endfor %}      -> a text in it gets longer than 10000000 characters
            {% set s = 'aaaa' %}{% for x in 0..50 %}{% set s = s | replace({'a': 'aa'}) %}{% endfor %} -> a text in it gets longer than 10000000 characters
            {% set s = 'a' %}{% for x in 0..50 %}{% set s = [s, s] | join(s) %}{% endfor %} -> a text in it gets longer than 10000000 characters
            {% set s = [1] %}{% for x in 0..50 %}{% set s = s | merge(s) %}{% endfor %} -> range has more than 100000 members
            {% for x in 0..90000 %}{{ '%s' | replace({'%s': email ~ email ~ email ~ email ~ email ~ email ~ email ~ email ~ email ~ email}) }}{% endfor %} -> gets longer than 10000000 characters
            """)
    void a_letter_without_end_is_one_message(String source, String message) {
        assertThatThrownBy(() -> org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                        Duration.ofSeconds(20), () -> html(source)))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(message);
    }

    @Test
    void nesting_without_end_is_one_message() {
        String ifs = "{% if nom is empty %}".repeat(3000) + "{% endif %}".repeat(3000);
        String brackets = "{{ " + "(".repeat(20_000) + "nom" + ")".repeat(20_000) + " }}";

        assertThatThrownBy(() -> html(ifs)).hasMessageContaining("voeux.html:1:1051: more than 50 blocks");
        assertThatThrownBy(() -> html(brackets)).hasMessageContaining("too many nested brackets");
    }

    @Test
    void loops_of_an_ordinary_size_are_no_offence() {
        assertThat(html("{% for x in range(1, 3) %}{{ x }}{% for y in 'a'..'b' %}{{ y }}{% endfor %}{% endfor %}"))
                .isEqualTo("1ab2ab3ab");
    }

    private String html(String source) {
        try {
            Path file = Files.writeString(directory.resolve("voeux.html"), source);
            return Template.html(file, COLUMNS, TemplateLoader.Finish.NONE)
                    .merge(
                            COLUMNS.of(new Contact(
                                    2,
                                    Map.of(
                                            "email",
                                            "zoe@a.example",
                                            "Prénom",
                                            "Zoé",
                                            "Cotisation due",
                                            "12",
                                            "nom",
                                            "N"))),
                            Locale.FRANCE);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
