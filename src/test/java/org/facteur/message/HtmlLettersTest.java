package org.facteur.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.facteur.message.MailingBuilder.MARIE;
import static org.facteur.message.MailingBuilder.aMailing;
import static org.facteur.message.MailingBuilder.contact;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.facteur.message.template.HtmlFile;
import org.facteur.message.template.Template;
import org.facteur.message.template.TemplateException;
import org.facteur.message.template.TemplateFile;
import org.facteur.message.template.TemplateLoader;
import org.facteur.message.template.TemplateVariables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Letters as Word, Thunderbird and web editors save them. */
class HtmlLettersTest {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 26, '\n', 0};

    @TempDir
    Path directory;

    @BeforeEach
    void pictures() throws IOException {
        Files.write(directory.resolve("carte.png"), PNG);
        Files.createDirectory(directory.resolve("lettre fichiers"));
        Files.write(directory.resolve("lettre fichiers/image001.png"), PNG);
        Files.write(directory.resolve("e\u0301te\u0301.png"), PNG);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            <img src="carte.png"> => <img src="cid:carte.png">
            <img alt='a' SRC=carte.png> => SRC="cid:carte.png"
            <img src='./carte.png?v=2'> => <img src="cid:carte.png">
            <td background="carte.png"> => <td background="cid:carte.png">
            <img alt="> 100" src="carte.png"> => src="cid:carte.png"
            <img alt='a < b' src="carte.png"> => src="cid:carte.png"
            <td title="a > b" style="background:url(carte.png)"> => url(cid:carte.png)
            <td style="background:url(carte.png)"> => url(cid:carte.png)
            <td style="background:url(&quot;carte.png&quot;)"> => url(cid:carte.png)
            <style>td{background:url('carte.png')}</style>x => url(cid:carte.png)
            <img src="lettre%20fichiers/image001.png"> => src="cid:image001.png"
            <img src="lettre fichiers\\image001.png"> => src="cid:image001.png"
            <!--[if gte vml 1]><v:imagedata src="lettre%20fichiers/image001.png" o:title=""/><![endif]-->x => src="cid:image001.png"
            <img src="été.png"> => src="cid:ete.png"
            <img src="carte.png" srcset="carte.png 1x, gros.png 2x"> => <img src="cid:carte.png" >
            <picture><source srcset="carte.webp"><img src="carte.png"></picture> => <picture><source ><img src="cid:carte.png">
            <!-- <img src="vieille.png"> --><img src="carte.png"> => <!-- <img src="vieille.png"> --><img src="cid:carte.png">
            <!--[if !mso]><!--><img src="carte.png"><!--<![endif]--> => <img src="cid:carte.png"><!--<![endif]-->
            {# <img src="vieille.png"> #}<img src="carte.png"> => <img src="cid:carte.png">
            <style>/**/</style><!-- <td style="background:url(v.png)"> <img src="cid:v"> --><img src="carte.png"> => -->
            """)
    void a_picture_beside_the_letter_is_put_into_it(String html, String sent) {
        ReadLetter letter = letter(html);

        assertThat(letter.html()).contains(sent);
        assertThat(letter.pictures()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<img src=\"https://ecole.example/carte.png\">",
                "<img src=\"//ecole.example/carte.png\">",
                "<img src=\"data:image/png;base64,AAAA\">",
                "<img src=\"{{ prenom }}\">",
                "<style>@font-face{src:url(police.woff2)} a{b:url(#c)}</style>x",
                "<script src=\"carte.png\"></script>x",
                "<p>url(carte.png) src=carte.png</p>"
            })
    void what_lies_elsewhere_stays_as_it_is(String html) {
        ReadLetter letter = letter(html);

        assertThat(letter.html()).isEqualTo(html.replace("{{ prenom }}", "Zoé"));
        assertThat(letter.pictures()).isEmpty();
    }

    @Test
    void a_picture_that_is_missing_or_none_is_an_error_at_its_place_with_the_others() {
        MailingBuilder.file(directory, "plan.txt", "text");

        assertThatThrownBy(() -> letter("<p>\n<img src=\"karte.png\">\n<td background=plan.txt> {{ prenmo }}"))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("voeux.html:2:6: no picture \"karte.png\": there is no such file; put it beside")
                .hasMessageContaining("voeux.html:3:5: ")
                .hasMessageContaining("plan.txt is not a picture")
                .hasMessageContaining("no column \"prenmo\"");
    }

    @Test
    void a_picture_that_differs_per_contact_is_an_error_and_one_of_each_branch_travels_with_its_letters() {
        assertThatThrownBy(() -> letter("<img src=\"photos/{{ nom }}.png\">"))
                .hasMessageContaining("voeux.html:1:6: the picture \"photos/{{ nom }}.png\" differs per contact");
        assertThatThrownBy(() -> letter("<img src=\"{% if nom == 'b' %}karte.png{% endif %}\">"))
                .hasMessageContaining("voeux.html:1:6: no picture \"karte.png\"");

        ReadLetter letter = letter("<img src=\"{% if nom == 'b' %}carte.png{% else %}été.png{% endif %}\">");
        assertThat(letter.html()).isEqualTo("<img src=\"cid:carte.png\">");
        assertThat(letter.pictures()).containsOnlyKeys("carte.png");
        String data = "data:image/png;base64," + "A".repeat(50_000);
        assertThat(letter("<img src=\"{% if nom == 'b' %}carte.png{% else %}" + data + "{% endif %}\">")
                        .html())
                .isEqualTo("<img src=\"cid:carte.png\">");
        assertThat(letter("<img src=\"https://x.example/{{ nom }}.png\"><img src=\"cid:{{ nom }}\">")
                        .pictures())
                .isEmpty();
    }

    @Test
    void a_picture_of_the_job_file_may_be_named_by_its_path() {
        LetterComposer composer = aMailing(directory)
                .html("<img src='carte.png'>")
                .picture("la-carte", directory.resolve("carte.png"))
                .build();

        ReadLetter letter = read(composer);
        assertThat(letter.html()).isEqualTo("<img src=\"cid:la-carte\">");
        assertThat(letter.pictures()).containsOnlyKeys("la-carte");
        assertThat(composer.warnings()).isEmpty();
    }

    @Test
    void a_picture_of_a_branch_not_taken_does_not_travel() {
        assertThat(letter("x{% if nom == 'nobody' %}<img src='carte.png'>{% endif %}")
                        .pictures())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "<meta http-equiv=Content-Type content=\"text/html; charset=windows-1252\">, windows-1252",
        "<meta charset='ISO-8859-1'>, windows-1252",
        "<meta charset=macintosh>, x-MacRoman",
        "<meta charset=utf-8>, UTF-8"
    })
    void a_letter_is_read_in_the_characters_that_its_meta_names(String meta, String charset) throws IOException {
        Path file = Files.write(
                directory.resolve("word.htm"),
                ("<html><head>" + meta + "</head><body>l’été {{ prenom }}").getBytes(Charset.forName(charset)));

        String merged = Template.html(file, new TemplateVariables(MailingBuilder.COLUMNS), TemplateLoader.Finish.NONE)
                .merge(new TemplateVariables(MailingBuilder.COLUMNS).of(contact("Zoé", "b")), java.util.Locale.FRANCE);

        assertThat(merged)
                .contains("l’été Zoé")
                .containsIgnoringCase("charset=")
                .containsIgnoringCase("UTF-8");
        assertThat(merged).doesNotContainIgnoringCase("1252").doesNotContainIgnoringCase("8859");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            letter.docx | PK\3\4..word/document.xml | is an office document; save it as HTML
            letter.doc  | \u00D0\u00CF\u0011\u00E0 | is an office document; save it as HTML
            letter.rtf  | {\\rtf1 Bonjour}        | is an office document; save it as HTML
            card.pdf    | %PDF-1.7                  | is a PDF, a picture or an archive, not text
            card.png    | \u0089PNG                | is a PDF, a picture or an archive, not text
            """)
    void what_is_no_letter_is_told_with_what_to_do(String name, String head, String told) throws IOException {
        Path file = Files.write(directory.resolve(name), head.getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> HtmlFile.read(file))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(told);
        assertThatThrownBy(() -> TemplateFile.read(file)).hasMessageContaining(told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MIME-Version: 1.0\nContent-Type: multipart/related;\n\tboundary=x\n\n--x\n",
                "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://x.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n",
                "X-Mozilla-Status: 0001\nReceived: from x\n"
            })
    void a_saved_message_or_web_archive_is_no_letter(String head) throws IOException {
        Path file = Files.writeString(directory.resolve("letter.html"), head + "\n<p>Bonjour</p>");

        assertThatThrownBy(() -> HtmlFile.read(file))
                .hasMessageContaining("is a saved message or a web archive (.eml, .mht)");
    }

    @Test
    void a_text_that_begins_like_a_message_is_one() throws IOException {
        String text = "Date : 12 mai\nObjet: voeux\nSubject: x\n\nBonjour,\nContent: rien\n";
        assertThat(TemplateFile.read(Files.writeString(directory.resolve("letter.txt"), text)))
                .isEqualTo(text);
    }

    @Test
    void a_text_of_many_short_lines_that_look_like_header_fields_is_read() throws IOException {
        String text = "a:\n".repeat(1400);
        assertThat(TemplateFile.read(Files.writeString(directory.resolve("letter.txt"), text)))
                .isEqualTo(text);
    }

    @Test
    void a_letter_is_read_as_a_browser_reads_what_says_shift_jis() throws IOException {
        Path file = Files.write(
                directory.resolve("a.html"),
                "<meta charset=Shift_JIS>髙橋様".getBytes(java.nio.charset.Charset.forName("windows-31j")));

        assertThat(HtmlFile.read(file)).contains("髙橋様");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<link rel=stylesheet href='https://fonts.example/css'><link rel='StyleSheet' href=style.css>",
                "<style>@import url('https://fonts.example/css'); @IMPORT url( \"style.css\" ) screen; p {color: red}</style>",
                "<style>@import 'style.css';</style>"
            })
    void a_style_sheet_that_lies_elsewhere_is_noticed(String sheets) {
        assertThat(aMailing(directory)
                        .html(sheets + "<p>Bonjour {{ prenom }}")
                        .build()
                        .warnings())
                .singleElement()
                .asString()
                .endsWith(
                        "voeux.html: the style sheet style.css does not travel with the letter; write its rules between"
                                + " <style> and </style>");
    }

    @Test
    void a_letter_that_is_not_what_its_meta_says_is_refused() throws IOException {
        Path file = Files.write(
                directory.resolve("a.html"),
                "<meta charset=shift_jis>\u0081\u00FF".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> HtmlFile.read(file))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("though its meta says so; save the file as UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "<html><body><p>&nbsp;</p></body></html>", "<!-- x -->"})
    void html_with_nothing_to_see_is_refused(String html) {
        assertThatThrownBy(() -> aMailing(directory).html(html).build())
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("there is nothing in it to see");
    }

    @Test
    void a_letter_that_comes_out_empty_is_refused() {
        assertThatThrownBy(() -> letter("{% if nom == 'nobody' %}<p>x</p>{% endif %}"))
                .hasMessageContaining("voeux.html: the letter comes out empty (contact on line 7)");
    }

    @Test
    void markdown_and_bare_text_given_as_html_are_noticed() {
        assertThat(aMailing(directory)
                        .html("# Bonjour {{ prenom }}\n\n**Bonne** année")
                        .build()
                        .warnings())
                .singleElement()
                .asString()
                .contains("looks like Markdown");
        assertThat(aMailing(directory).html("Bonjour\n\nBonne année").build().warnings())
                .singleElement()
                .asString()
                .contains("has no HTML in it");
        assertThat(aMailing(directory).html("<p># Bonjour</p>").build().warnings())
                .isEmpty();
    }

    private ReadLetter letter(String html) {
        return read(aMailing(directory).html(html).build());
    }

    private static ReadLetter read(LetterComposer composer) {
        return ReadLetter.of(composer.compose(MARIE, contact("Zoé", "b"), null).toBytes(MailingBuilder.MIDNIGHT));
    }
}
