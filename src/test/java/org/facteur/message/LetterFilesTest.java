package org.facteur.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.facteur.message.MailingBuilder.MARIE;
import static org.facteur.message.MailingBuilder.aMailing;
import static org.facteur.message.MailingBuilder.contact;
import static org.facteur.message.MailingBuilder.file;

import jakarta.mail.Multipart;
import jakarta.mail.Part;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.facteur.message.template.MissingFileException;
import org.facteur.message.template.TemplateException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LetterFilesTest {

    @TempDir
    Path directory;

    private Path picture;

    @BeforeEach
    void a_picture() throws Exception {
        picture = Files.write(
                directory.resolve("carte.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 26, '\n', 0});
    }

    @Test
    void a_letter_of_text_has_one_part() throws Exception {
        assertThat(structure(aMailing(directory).text("é"))).isEqualTo("text/plain");
    }

    @Test
    void parts_are_nested_as_mail_clients_expect_them() throws Exception {
        file(directory, "plan.pdf", "%PDF-1.7");

        var mailing = aMailing(directory).html("<img src='cid:carte'>");
        assertThat(structure(mailing.picture("carte", picture)))
                .isEqualTo("multipart/related(multipart/alternative(text/plain text/html) image/png)");
        assertThat(structure(mailing.attachment("plan.pdf")))
                .isEqualTo("multipart/mixed(multipart/related(multipart/alternative(text/plain text/html) image/png)"
                        + " application/pdf)");
        assertThat(structure(aMailing(directory).text("x").attachment("plan.pdf")))
                .isEqualTo("multipart/mixed(text/plain application/pdf)");
    }

    @Test
    void a_picture_that_is_not_given_is_found_with_its_place() {
        assertThatThrownBy(() -> aMailing(directory)
                        .html("<p>\n<img src=\"cid:cart\">")
                        .picture("carte", picture)
                        .build())
                .isInstanceOf(TemplateException.class)
                .hasMessageEndingWith(
                        "voeux.html:2:11: no picture \"cart\"; write it under campaign.message.inline: carte");
    }

    @Test
    void a_picture_that_an_included_file_asks_for_is_looked_for_too() {
        file(directory, "pied.html", "<p>\n<img src=\"cid:cart\">");
        assertThatThrownBy(() -> aMailing(directory)
                        .html("{% include \"pied.html\" %}")
                        .picture("carte", picture)
                        .build())
                .isInstanceOf(TemplateException.class)
                .hasMessageEndingWith(
                        "pied.html:2:11: no picture \"cart\"; write it under campaign.message.inline: carte");

        file(directory, "pied.html", "<img src=\"cid:carte\">");
        assertThat(aMailing(directory)
                        .html("{% include \"pied.html\" %}")
                        .picture("carte", picture)
                        .build()
                        .warnings())
                .isEmpty();
    }

    @Test
    void a_picture_that_no_letter_shows_is_a_warning() {
        assertThat(aMailing(directory)
                        .html("<p>x</p>")
                        .picture("carte", picture)
                        .build()
                        .warnings())
                .singleElement()
                .asString()
                .startsWith("campaign.message.inline.carte: ")
                .contains("<img src=\"cid:carte\">");
    }

    @Test
    void a_picture_that_is_missing_or_none_is_refused() {
        Path text = file(directory, "a.txt", "text");

        assertThatThrownBy(() -> aMailing(directory)
                        .html("x")
                        .picture("a", directory.resolve("no.png"))
                        .build())
                .isInstanceOf(MissingFileException.class);
        assertThatThrownBy(
                        () -> aMailing(directory).html("x").picture("a", text).build())
                .hasMessageContaining("is not a picture");
    }

    @Test
    void a_contacts_own_attachment_is_checked_and_sent() throws Exception {
        file(directory, "Lœtitia.pdf", "%PDF-é");
        LetterComposer composer =
                aMailing(directory).text("x").attachment("{{ prenom }}.pdf").build();

        composer.merge(MARIE, contact("Lœtitia", "b"));
        String wire = LetterComposerTest.wire(
                composer.compose(MARIE, contact("Lœtitia", "b"), null).message());

        Multipart parts = (Multipart) LetterComposerTest.parse(wire).getContent();
        assertThat(wire).contains("filename*=UTF-8''L%C5%93titia.pdf").matches("(?s)\\p{ASCII}*");
        assertThat(parts.getBodyPart(1).getInputStream().readAllBytes())
                .isEqualTo("%PDF-é".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> composer.merge(MARIE, contact("Paul", "b")))
                .isInstanceOf(MissingFileException.class)
                .hasMessageContaining("campaign.message.attachments[0]")
                .hasMessageEndingWith("Paul.pdf: no such file (contact on line 7)");
    }

    @Test
    void an_attachment_that_has_gone_since_is_said_before_a_byte_leaves() throws Exception {
        Path file = file(directory, "Zoé.pdf", "%PDF-é");
        Letter letter = aMailing(directory)
                .text("x")
                .attachment("{{ prenom }}.pdf")
                .build()
                .compose(MARIE, contact("Zoé", "b"), null);
        Files.delete(file);

        assertThatThrownBy(() -> letter.toBytes(MailingBuilder.MIDNIGHT))
                .isInstanceOf(MissingFileException.class)
                .hasMessageEndingWith("Zoé.pdf: no such file");
    }

    @Test
    void an_attachment_that_is_text_says_in_which_characters() throws Exception {
        file(directory, "a.txt", "été");
        Files.write(directory.resolve("b.csv"), "été".getBytes(StandardCharsets.ISO_8859_1));
        Files.write(directory.resolve("c.ics"), "\uFEFFété".getBytes(StandardCharsets.UTF_16LE));

        String wire = LetterComposerTest.wire(aMailing(directory)
                .text("x")
                .attachment("a.txt")
                .attachment("{{ nom }}.csv")
                .attachment("c.ics")
                .build()
                .compose(MARIE, contact("a", "b"), null)
                .message());

        assertThat(wire)
                .contains("Content-Type: text/plain; charset=UTF-8")
                .contains("Content-Type: text/csv; charset=windows-1252")
                .contains("Content-Type: text/calendar; charset=UTF-16");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "..", "/etc/passwd", "a/b", "a\\b", "C:x", "a\nb"})
    void a_value_leads_to_no_other_directory(String value) {
        LetterComposer composer = aMailing(directory)
                .text("x")
                .attachment("pieces/{{ prenom }}.pdf")
                .build();

        assertThatThrownBy(() -> composer.merge(MARIE, contact(value, "b")))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("cannot be part of a file name");
    }

    @ParameterizedTest
    @CsvSource({
        "pieces/{{ prenom }}{{ nom }}/secret.pdf, ., .",
        "pieces/{{ prenom }}/secret.pdf, ., x",
        "pieces/{{ prenom }}{{ nom }}/../secret.pdf, a, b",
        "{{ prenom }}{{ nom }}/secret.pdf, ., ."
    })
    void dots_climb_nowhere(String template, String prenom, String nom) throws Exception {
        Files.createDirectories(directory.resolve("pieces"));
        file(directory, "secret.pdf", "%PDF-");
        LetterComposer composer =
                aMailing(directory).text("x").attachment(template).build();

        assertThatThrownBy(() -> composer.merge(MARIE, contact(prenom, nom)))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("campaign.message.attachments[0]: ")
                .hasMessageContaining("leads out of");
    }

    @Test
    void a_link_leads_no_contacts_file_out_of_its_folder() throws Exception {
        Path pieces = Files.createDirectories(directory.resolve("pieces"));
        Path secret = file(directory, "secret.pdf", "%PDF-");
        Files.createSymbolicLink(pieces.resolve("Zoé.pdf"), secret);
        Files.createSymbolicLink(pieces.resolve("Paul.pdf"), file(pieces, "own.pdf", "%PDF-"));
        LetterComposer composer = aMailing(directory)
                .text("x")
                .attachment("pieces/{{ prenom }}.pdf")
                .build();

        assertThatThrownBy(() -> composer.merge(MARIE, contact("Zoé", "b")))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("leads out of");
        composer.merge(MARIE, contact("Paul", "b"));
    }

    @Test
    void a_name_that_comes_out_empty_is_no_attachment() throws Exception {
        assertThat(structure(aMailing(directory).text("x").attachment("{% if nom == 'VIP' %}plan.pdf{% endif %}")))
                .isEqualTo("text/plain");
    }

    @Test
    void the_text_is_made_from_the_html_where_none_is_given() throws Exception {
        var letter = aMailing(directory)
                .html("<p>Chère {{ prenom }},</p><p>é</p>")
                .build()
                .compose(MARIE, contact("<Zoé>", "b"), null);

        Multipart parts = (Multipart) letter.message().getContent();
        assertThat(new String(parts.getBodyPart(0).getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                .isEqualTo("Ch=C3=A8re <Zo=C3=A9>,\r\n\r\n=C3=A9\r\n");
    }

    private static String structure(MailingBuilder mailing) throws Exception {
        return structure(LetterComposerTest.parse(LetterComposerTest.wire(
                mailing.build().compose(MARIE, contact("a", "b"), null).message())));
    }

    private static String structure(Part part) throws Exception {
        String type = part.getContentType().replaceFirst("(?s);.*", "");
        if (!(part.getContent() instanceof Multipart parts)) {
            return type;
        }
        StringBuilder inner = new StringBuilder();
        for (int i = 0; i < parts.getCount(); i++) {
            inner.append(i == 0 ? "" : " ").append(structure(parts.getBodyPart(i)));
        }
        return type + "(" + inner + ")";
    }
}
