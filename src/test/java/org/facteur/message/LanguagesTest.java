package org.facteur.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.facteur.message.MailingBuilder.MARIE;
import static org.facteur.message.MailingBuilder.aMailing;
import static org.facteur.message.MailingBuilder.contact;
import static org.facteur.message.MailingBuilder.file;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.facteur.message.template.MissingFileException;
import org.facteur.message.template.TemplateException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One mailing whose letters are in several languages; {@code nom} holds the language. */
class LanguagesTest {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 26, '\n', 0};

    @TempDir
    Path directory;

    private MailingBuilder aMailingInTwoLanguages() {
        file(directory, "letter-fr.html", "<p>Bonjour {{ prenom }}, {{ 1234.5 | numberformat('#,##0.0') }}</p>");
        file(directory, "letter-de.html", "<p>Hallo {{ prenom }}, {{ 1234.5 | numberformat('#,##0.0') }}</p>");
        return aMailing(directory)
                .htmlFile(directory.resolve("letter-{{ nom }}.html"))
                .locale("{{ nom }}");
    }

    @Test
    void each_contact_gets_the_file_and_the_locale_of_its_language() {
        LetterComposer composer = aMailingInTwoLanguages().build();

        assertThat(composer.merged(contact("Marie", "de")).html()).isEqualTo("<p>Hallo Marie, 1.234,5</p>");
        assertThat(composer.merged(contact("Marie", "fr")).html()).matches("<p>Bonjour Marie, 1\\p{Z}234,5</p>");
        assertThat(source(composer.compose(MARIE, contact("Marie", "de"), null)))
                .contains("Content-Language: de\r\n");
    }

    @Test
    void a_language_without_a_file_is_told_with_the_contact_and_is_missing() {
        LetterComposer composer = aMailingInTwoLanguages().build();

        assertThatThrownBy(() -> composer.merge(MARIE, contact("Marie", "es")))
                .isInstanceOf(MissingFileException.class)
                .hasMessageContaining("letter-es.html: no such file")
                .hasMessageContaining("contact on line 7");
    }

    @Test
    void a_value_does_not_lead_to_a_file_elsewhere() {
        LetterComposer composer = aMailingInTwoLanguages().locale(null).build();

        assertThatThrownBy(() -> composer.merge(MARIE, contact("Marie", "../fr")))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("cannot be part of a file name");
    }

    @Test
    void a_mistake_in_the_file_of_one_language_is_found_with_the_first_contact_of_it() {
        LetterComposer composer = aMailingInTwoLanguages().build();
        file(directory, "letter-it.html", "<p>Ciao {{ prenmo }}</p>");

        assertThatThrownBy(() -> composer.merge(MARIE, contact("Marie", "it")))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("letter-it.html:1:")
                .hasMessageContaining("did you mean prenom?");
    }

    @Test
    void the_files_of_all_languages_and_what_they_show_make_the_letter() throws Exception {
        Files.write(directory.resolve("carte.png"), PNG);
        MailingBuilder mailing = aMailingInTwoLanguages();
        file(directory, "letter-es.html", "<img src='carte.png'>");
        file(directory, "other.html", "<p>no</p>");

        assertThat(LetterFiles.of(mailing.spec()))
                .extracting(path -> path.getFileName().toString())
                .containsExactly("letter-de.html", "letter-es.html", "letter-fr.html", "carte.png");
    }

    @Test
    void a_cell_may_name_its_language_in_words_and_an_empty_one_is_the_mailings() {
        LetterComposer composer = aMailing(directory)
                .text("{{ 1234.5 | numberformat('#,##0.0') }}")
                .locale("{{ nom }}")
                .build();

        assertThat(composer.merged(contact("A", "Allemand")).text()).isEqualTo("1.234,5");
        assertThat(composer.merged(contact("A", "English")).text()).isEqualTo("1,234.5");
        assertThat(composer.merged(contact("A", "pt_BR")).text()).isEqualTo("1.234,5");
        assertThat(composer.merged(contact("A", "")).text()).matches("1\\p{Z}234,5");
        assertThatThrownBy(() -> composer.merge(MARIE, contact("A", "klingon")))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("\"klingon\" is no language");
    }

    @Test
    void markdown_becomes_html_with_a_text_part() {
        String letter = source(aMailing(directory)
                .markdown(
                        "# Bonjour {{ prenom }}\n\n{% if nom == 'x' %}- un\n- deux\n{% endif %}\n| a | b |\n|---|---|\n| 1"
                                + " | 2 |\n")
                .build()
                .compose(MARIE, contact("Zoé", "x"), null));

        assertThat(letter)
                .contains("Content-Type: text/plain")
                .contains("Content-Type: text/html")
                .contains("<h1>Bonjour Zo=C3=A9</h1>")
                .contains("<li>un</li>")
                .contains("border: 1px solid #cccccc")
                .contains("- un\r\n- deux");
    }

    @Test
    void a_value_is_no_markdown_and_no_html() {
        LetterComposer composer = aMailing(directory)
                .markdown("{{ prenom }}\n\n[site](https://x.example/{{ nom }})\n")
                .build();

        assertThat(composer.merged(contact("2027. *a* <b> [c](d) `e` & f_g_\n\n# h", "a_b(c)"))
                        .html())
                .contains("<p>2027. *a* &lt;b&gt; [c](d) `e` &amp; f_g_<br /># h</p>")
                .contains("href=\"https://x.example/a_b(c)\"");
        for (String sign : new String[] {"- a", "+ a", "1) a", "=", "---", "    a", "&lt;", "\\*", "~~~", "#"}) {
            assertThat(composer.merged(contact(sign, "x")).html())
                    .contains("<p>" + sign.strip().replace("&", "&amp;") + "</p>");
        }
    }

    @Test
    void a_value_in_the_html_and_the_code_of_a_letter_in_markdown_is_seen_as_it_is() {
        LetterComposer composer = aMailing(directory).markdown("""
                        <p title="{{ nom }}">Cher {{ prenom }}</p>

                        <a href='https://x.example/?who={{ nom }}'>stop</a> `{{ prenom }}` **{{ prenom }}** | x

                            {{ prenom }}
                        """).build();

        assertThat(composer.merged(contact("L'Hôte_(fils) $1 \\", "a_b@x.example"))
                        .html())
                .contains("<p title=\"a_b@x.example\">Cher L&#39;Hôte_(fils) $1 \\</p>")
                .contains("<a href='https://x.example/?who=a_b@x.example'>stop</a>")
                .contains("<code>L&#39;Hôte_(fils) $1 \\</code> <strong>L&#39;Hôte_(fils) $1 \\</strong> | x")
                .contains("<pre><code>L&#39;Hôte_(fils) $1 \\");
        assertThat(composer.merged(contact("a\nb", "\"><script>'")).html())
                .contains("<p title=\"&quot;&gt;&lt;script&gt;&#39;\">Cher a<br />b</p>");
    }

    @Test
    void pictures_beside_a_letter_in_markdown_travel_with_it() throws Exception {
        Files.write(directory.resolve("carte.png"), PNG);
        Files.write(directory.resolve("une carte.png"), PNG);

        String letter = source(aMailing(directory)
                .markdown("![la carte](carte.png \"titre\") ![](<une carte.png>) ![](https://x.example/a.png)")
                .build()
                .compose(MARIE, contact("Zoé", "x"), null));

        assertThat(letter)
                .contains("Content-ID: <carte.png>")
                .contains("Content-ID: <une-carte.png>")
                .contains("https://x.example/a.png");
        assertThat(source(aMailing(directory)
                        .markdown(
                                "![la carte][c] ![][d] [e]\n\n[c]: carte.png 'titre'\n[d]: <une carte.png>\n[e]: https://x.example/a.png\n")
                        .build()
                        .compose(MARIE, contact("Zoé", "x"), null)))
                .contains("Content-ID: <carte.png>")
                .contains("Content-ID: <une-carte.png>")
                .contains("https://x.example/a.png");
        assertThatThrownBy(() -> aMailing(directory)
                        .markdown("![a][c]\n\n[c]: cart.png\n")
                        .build())
                .hasMessageContaining("voeux.md:3:1: no picture \"cart.png\"");
        assertThatThrownBy(
                        () -> aMailing(directory).markdown("a\n\n![](cart.png)").build())
                .hasMessageContaining("voeux.md:3:1: no picture \"cart.png\"");
    }

    @Test
    void html_in_windows_1252_is_read_whether_it_says_so_or_not() throws Exception {
        for (String head : new String[] {"<meta charset='windows-1252'>", "<meta charset=iso-8859-1>", ""}) {
            Path file = Files.write(
                    directory.resolve("word.html"),
                    (head + "<p>L’été à Nœux : 5 €</p>").getBytes(Charset.forName("windows-1252")));

            assertThat(aMailing(directory)
                            .htmlFile(file)
                            .build()
                            .merged(contact("a", "b"))
                            .html())
                    .endsWith("<p>L’été à Nœux : 5 €</p>");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "windows-1251, 'Дорогие друзья, с Новым годом и счастья вам!'",
        "x-MacRoman, 'Chère Agnès, cher Jérôme, bonne année à toute la famille, et à très bientôt'",
        "windows-1250, 'Milí přátelé, přejeme vám šťastný nový rok a hodně zdraví'"
    })
    void html_that_names_no_charset_is_read_in_the_one_that_its_words_are_of(String charset, String words)
            throws Exception {
        Path file = Files.write(
                directory.resolve("letter.html"), ("<p>" + words + "</p>").getBytes(Charset.forName(charset)));

        assertThat(aMailing(directory)
                        .htmlFile(file)
                        .build()
                        .merged(contact("a", "b"))
                        .html())
                .isEqualTo("<p>" + words + "</p>");
    }

    @Test
    void html_in_utf_8_with_a_byte_that_is_not_is_refused_with_its_line() throws Exception {
        Path file = Files.write(
                directory.resolve("letter.html"),
                "<p>L\u00C3\u00A9a, No\u00C3\u00ABl, \u00C3\u00A9t\u00C3\u00A9, \u00C3\u00A0</p>\n<p>caf\u00E9</p>"
                        .getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> aMailing(directory).htmlFile(file).build())
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("letter.html:2: not UTF-8");
    }

    private static String source(Letter letter) {
        return new String(letter.toBytes(MailingBuilder.MIDNIGHT), StandardCharsets.UTF_8);
    }
}
